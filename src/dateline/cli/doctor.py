"""`dateline doctor`: examine what receivers will see of the newsroom's mail."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.office import open_office
from dateline.cli.options import common, examples
from dateline.cli.showing import show_json
from dateline.doctor import Finding, RealNames, Verdict, ZoneNames, examine
from dateline.doctor.examination import Patient

_MARKS = {Verdict.GOOD: "green", Verdict.NOTE: "yellow", Verdict.BAD: "red"}


@click.command(
    "doctor", epilog=examples("dateline doctor", "dateline doctor --zone example.org.zone")
)
@click.option("--zone", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="Ask a zone file instead of DNS, and connect to nothing.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="For people, or programs.")  # fmt: skip
@common
def command(desk: Desk, *, zone: str | None, form: str) -> int:
    """Examine what receivers will see of your mail.

    SPF, DKIM, DMARC, MX, PTR, TLS, and the one-click address.
    Exits 1 where something will cost deliveries.
    """
    newsroom = open_newsroom(desk)
    with open_office(desk, newsroom) as office:
        equipment = office.equipment()
        from_domain = equipment.identity.domain
        patient = Patient(
            from_domain,
            equipment.identity.bounces.rpartition("@")[2],
            equipment.signer,
            equipment.servers,
            newsroom.mail.unsubscribe_url,
            office.ring.unsubscribe_token(0, 0),
        )
        names = ZoneNames(Path(zone), from_domain) if zone else RealNames()
        findings = list(examine(patient, names, offline=zone is not None))
    if form == "json":
        show_json(desk, [_as_dict(finding) for finding in findings])
    else:
        for finding in findings:
            _show(desk, finding)
    return int(any(finding.verdict is Verdict.BAD for finding in findings))


def _as_dict(finding: Finding) -> dict[str, str]:
    return {
        "subject": finding.subject,
        "verdict": finding.verdict.value,
        "words": finding.words,
        "hint": finding.hint,
    }


def _show(desk: Desk, finding: Finding) -> None:
    if finding.verdict is Verdict.GOOD and desk.quiet:
        return
    mark = click.style(f"{finding.verdict.value:<4}", fg=_MARKS[finding.verdict])
    desk.put(f"{mark}  {finding.subject}: {finding.words}")
    if finding.hint:
        desk.put(f"      {finding.hint}")
