"""Examine DKIM (RFC 6376): the public key in DNS is the one that letters are signed with."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.doctor.dmarc import organizational_domain
from dateline.doctor.finding import Finding, bad, good, note
from dateline.doctor.names import Names, texts
from dateline.mail.dkim import Signer


def examine_dkim(names: Names, signer: Signer | None, from_domain: str) -> Iterator[Finding]:
    """Examine the key's record, and that the signature speaks for the From header's domain."""
    if signer is None:
        hint = "`dateline keys new` makes a key; name it in [mail.dkim]."
        yield bad("DKIM", "Letters are not signed.", hint)
        return
    where = f"{signer.selector}._domainkey.{signer.domain}"
    subject = f"DKIM key {where}"
    found = [_tags(text) for text in texts(names, where)]
    hint = f'Publish a TXT record at {where}: "{signer.record}"'
    if len(found) != 1:
        words = "There is no such record." if not found else "There is more than one record."
        yield bad(subject, words, hint)
    elif found[0].get("p", "") != _tags(signer.record)["p"]:
        yield bad(subject, "The key in DNS is another than the one that signs.", hint)
    else:
        yield good(subject, f"{signer.key.key_size} bits, as letters are signed")
        if "y" in found[0].get("t", "").split(":"):
            yield note(subject, "It says that you only test (t=y).", "Take t=y out.")
    if organizational_domain(names, signer.domain) != organizational_domain(names, from_domain):
        words = f"Signatures speak for {signer.domain}, the sender is on {from_domain}."
        yield bad("DKIM alignment", words, f"Sign for {from_domain}: [mail.dkim] `domain`.")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {key.strip(): "".join(value.split()) for key, _, value in pairs if key.strip()}
