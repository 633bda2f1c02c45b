"""Examine everything, one thing after the other; what has no answer does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from dateline.doctor.dkim import examine_dkim
from dateline.doctor.dmarc import examine_dmarc
from dateline.doctor.finding import Finding, note
from dateline.doctor.names import Names
from dateline.doctor.servers import examine_mx, examine_one_click, examine_ptr, examine_tls
from dateline.doctor.spf import examine_spf
from dateline.errors import OutsideError
from dateline.mail.dkim import Signer
from dateline.mail.server import Server


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined: how a newsroom sends. `token` is an unsubscribe token of nobody's."""

    from_domain: str
    return_domain: str
    signer: Signer | None
    servers: tuple[Server, ...]
    unsubscribe_url: str
    token: str


def examine(patient: Patient, names: Names, *, offline: bool = False) -> Iterator[Finding]:
    """Yield what is found; `offline` connects to nothing but what answers names."""
    domains = dict.fromkeys((patient.from_domain, patient.return_domain))
    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("SPF", partial(examine_spf, names, patient.return_domain)),
        ("DKIM", partial(examine_dkim, names, patient.signer, patient.from_domain)),
        ("DMARC", partial(examine_dmarc, names, patient.from_domain)),
        *(("MX", partial(examine_mx, names, domain)) for domain in domains),
        *(("PTR", partial(examine_ptr, names, server)) for server in patient.servers),
    ]
    if not offline:
        looks += [("TLS", partial(examine_tls, server)) for server in patient.servers]
        url = patient.unsubscribe_url
        looks.append(("One-click", partial(examine_one_click, url, patient.token)))
    for subject, look in looks:
        try:
            yield from look()
        except OutsideError as failure:
            yield note(subject, failure.message, failure.hint)
