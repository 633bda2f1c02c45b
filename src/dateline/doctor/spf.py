"""Examine SPF (RFC 7208): one record, at most ten look-ups, an end that says what is not ours."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.doctor.finding import Finding, bad, good, note
from dateline.doctor.names import Names, texts

MOST_LOOKUPS = 10  # RFC 7208 section 4.6.4
_LOOKS_UP = ("include", "a", "mx", "ptr", "exists", "redirect")
_DEEPEST = 12


def examine_spf(names: Names, domain: str) -> Iterator[Finding]:
    """Examine the record of the domain that the return path is on."""
    subject = f"SPF of {domain}"
    found = _records(names, domain)
    if len(found) != 1:
        words = "There is no SPF record." if not found else "There is more than one SPF record."
        hint = f'Publish one TXT record at {domain}: "v=spf1 a:mail.example.org -all"'
        yield bad(subject, words, hint)
        return
    lookups, missing = _lookups(names, domain, frozenset())
    if missing:
        hint = "Receivers call that a permanent error: take it out."
        yield bad(subject, f"{missing} has no SPF record of its own.", hint)
    elif lookups > MOST_LOOKUPS:
        words = f"It takes {lookups} look-ups; receivers stop at {MOST_LOOKUPS}."
        yield bad(subject, words, "Take out `include` and `mx` that you do not need.")
    else:
        yield good(subject, f"{found[0]} ({lookups} of {MOST_LOOKUPS} look-ups)")
    terms = [term.lower() for term in found[0].split()[1:]]
    if {"+all", "all", "?all"} & set(terms):
        yield bad(subject, "It lets everybody send in your name.", "End it with -all or ~all.")
    elif not {"-all", "~all"} & set(terms) and not any(t.startswith("redirect=") for t in terms):
        yield note(subject, "It does not say what becomes of others.", "End it with -all or ~all.")


def _records(names: Names, domain: str) -> list[str]:
    return [text for text in texts(names, domain) if text.lower().split(" ")[0] == "v=spf1"]


def _lookups(names: Names, domain: str, above: frozenset[str]) -> tuple[int, str]:
    """Count the look-ups of a domain's record, and name an included domain that has none."""
    records = _records(names, domain)
    if not records or domain in above or len(above) > _DEEPEST:
        return 0, domain
    count, missing = 0, ""
    for term in records[0].split()[1:]:
        mechanism, _, value = term.lstrip("+-~?").replace("=", ":", 1).partition(":")
        name = mechanism.partition("/")[0].lower()
        if name not in _LOOKS_UP:
            continue
        count += 1
        if name in {"include", "redirect"} and "%" not in value:
            inner, lacking = _lookups(names, value, above | {domain})
            count, missing = count + inner, missing or lacking
    return count, missing
