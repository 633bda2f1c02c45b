"""Examine DMARC (RFC 9989): the record that counts for a domain, found by the tree walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.doctor.finding import Finding, bad, good, note
from dateline.doctor.names import Names, texts

_DEEPEST = 8  # RFC 9989 section 4.10: with more labels, the walk goes on at seven
_GONE = {"pct", "rf", "ri"}


def examine_dmarc(names: Names, domain: str) -> Iterator[Finding]:
    """Examine the record that counts for the domain of the From header."""
    subject = f"DMARC of {domain}"
    where, tags = policy(names, domain)
    if not where:
        hint = f'Publish a TXT record at _dmarc.{domain}: "v=DMARC1; p=none; rua=mailto:…"'
        yield bad(subject, "There is no DMARC record; Gmail and Yahoo want one.", hint)
        return
    wish = (tags.get("sp") if where != domain else None) or tags.get("p", "none")
    yield good(subject, f"{wish}, by _dmarc.{where}")
    if "rua" not in tags:
        yield note(subject, "Nobody is sent reports.", "Add rua=mailto:… to learn who forges you.")
    for tag in sorted(_GONE & tags.keys()):
        yield note(subject, f"`{tag}` means nothing any more (RFC 9989).", "Take it out.")


def policy(names: Names, domain: str) -> tuple[str, Mapping[str, str]]:
    """Give the domain whose record counts, and its tags; an empty one where there is none."""
    own = _record(names, domain)
    if own:
        return domain, own
    found = [(name, tags) for name in _walk(domain) if (tags := _record(names, name))]
    for name, tags in found:
        if tags.get("psd") == "n":
            return name, tags
    found = [(name, tags) for name, tags in found if tags.get("psd") != "y"] or found
    return found[-1] if found else ("", {})


def organizational_domain(names: Names, domain: str) -> str:
    """Give the domain that alignment is measured by (RFC 9989 section 4.10.2)."""
    found = [(name, tags) for name in _walk(domain) if (tags := _record(names, name))]
    for name, tags in found:
        if tags.get("psd") == "n":
            return name
        if tags.get("psd") == "y" and name != domain:
            labels = domain.split(".")
            return ".".join(labels[-len(name.split(".")) - 1 :])
    return found[-1][0] if found else domain


def _walk(domain: str) -> Iterator[str]:
    """Yield the domain and those above it, the longest first."""
    labels = domain.lower().split(".")
    yield ".".join(labels)
    labels = labels[-(_DEEPEST - 1) :] if len(labels) > _DEEPEST else labels[1:]
    while labels:
        yield ".".join(labels)
        labels = labels[1:]


def _record(names: Names, domain: str) -> dict[str, str]:
    found = []
    for text in texts(names, f"_dmarc.{domain}"):
        first, *rest = (part.strip() for part in text.split(";"))
        if first.replace(" ", "") == "v=DMARC1":
            pairs = (part.partition("=") for part in rest if part)
            found.append({key.strip().lower(): value.strip().lower() for key, _, value in pairs})
    return {"v": "dmarc1", **found[0]} if len(found) == 1 else {}
