"""Look names up: in DNS, or in a zone file that is not published yet."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import dns.exception
import dns.name
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.reversename
import dns.tokenizer
import dns.zonefile

from dateline.errors import OutsideError, UsageError

_MOST_ALIASES = 8
_TTL = 3600  # for records that tell none; nobody asks for it


class Names(Protocol):
    """Answers questions of DNS; a name that does not exist has no records."""

    def records(self, name: str, kind: str) -> Sequence[Any]:
        """Give the records of a kind (`TXT`, `MX`, `A`); raises OutsideError without an answer."""


class RealNames:
    """Asks the resolvers of this machine."""

    def __init__(self, seconds: float = 10) -> None:
        """Wait so many seconds for an answer."""
        try:
            self._resolver = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration as failure:
            raise OutsideError("This machine knows no DNS resolver.") from failure
        self._resolver.lifetime = seconds

    def records(self, name: str, kind: str) -> Sequence[Any]:
        """Ask, following aliases."""
        try:
            return list(self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as failure:
            message = f"DNS gave no answer for {name} ({kind}): {type(failure).__name__}."
            raise OutsideError(message, hint="Try again, or examine a zone file.") from failure


class _Records(dns.zonefile.RRsetsReaderTransaction):
    """Gathers a zone file's records; its SOA, which nobody asks for, would hold it to one zone."""

    def add(self, *record: Any) -> None:
        if record[-1].rdtype is not dns.rdatatype.SOA:
            super().add(*record)


class ZoneNames:
    """Reads a zone file (RFC 1035 section 5), as it stands at the name server.

    Names below no `$ORIGIN` stand below `origin`, as the server's settings would have it.
    """

    def __init__(self, path: Path, origin: str = ".") -> None:
        """Read the file; raises UsageError where it is none."""
        try:
            self._records = _read_zone(path.read_text(encoding="utf-8"), dns.name.from_text(origin))
        except (OSError, ValueError, dns.exception.DNSException) as failure:
            why = str(failure).replace("<string>:", "line ").rstrip(".")
            message = f"{path} cannot be read as a zone file: {why}."
            raise UsageError(message, hint="Write it as RFC 1035 section 5 says.") from failure

    def records(self, name: str, kind: str) -> Sequence[Any]:
        """Look a name up, following aliases within the file."""
        wanted = dns.name.from_text(name)
        for _ in range(_MOST_ALIASES):
            found = self._records.get((wanted, dns.rdatatype.from_text(kind)))
            if found is not None:
                return found
            alias = self._records.get((wanted, dns.rdatatype.CNAME))
            if alias is None:
                return []
            wanted = alias[0].target
        return []


def _read_zone(
    text: str, origin: dns.name.Name
) -> dict[tuple[dns.name.Name, dns.rdatatype.RdataType], list[Any]]:
    manager = dns.zonefile.RRSetsReaderManager()  # below the root: other zones' names count, too
    with _Records(manager, True, False) as found:  # type: ignore[no-untyped-call]  # its own
        words = dns.tokenizer.Tokenizer(text)
        reader = dns.zonefile.Reader(words, dns.rdataclass.IN, found, default_ttl=_TTL)
        reader.current_origin = origin
        reader.read()
    return {(each.name, each.rdtype): list(each) for each in manager.rrsets}


def texts(names: Names, name: str) -> list[str]:
    """Give the TXT records of a name, each with its strings joined."""
    return [
        b"".join(record.strings).decode("utf-8", "replace") for record in names.records(name, "TXT")
    ]


def addresses(names: Names, host: str) -> list[str]:
    """Give the addresses of a host; an address is its own."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        kinds = ("A", "AAAA")
        return [record.address for kind in kinds for record in names.records(host, kind)]


def exchangers(names: Names, domain: str) -> list[str]:
    """Give the hosts that take a domain's mail, the preferred first."""
    found = sorted(names.records(domain, "MX"), key=lambda record: int(record.preference))
    return [record.exchange.to_text(omit_final_dot=True) for record in found]


def pointers(names: Names, address: str) -> list[str]:
    """Give the names that an address points back to."""
    reverse = dns.reversename.from_address(address).to_text()
    return [record.target.to_text(omit_final_dot=True) for record in names.records(reverse, "PTR")]
