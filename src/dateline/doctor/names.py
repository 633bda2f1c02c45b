"""Look names up: in DNS, or in a zone file that is not published yet."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
import dns.reversename
import dns.zone

from dateline.errors import OutsideError, UsageError

_MOST_ALIASES = 8


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


class ZoneNames:
    """Reads a zone file (RFC 1035 section 5); all names in it stand in full or below $ORIGIN."""

    def __init__(self, path: Path) -> None:
        """Read the file; raises UsageError where it is none."""
        try:
            text = path.read_text(encoding="utf-8")
            self._zone = dns.zone.from_text(
                text, origin=dns.name.root, relativize=False, check_origin=False
            )
        except (OSError, UnicodeDecodeError, dns.exception.DNSException) as failure:
            message = f"{path} cannot be read as a zone file: {failure}."
            raise UsageError(message, hint="Write it as RFC 1035 section 5 says.") from failure

    def records(self, name: str, kind: str) -> Sequence[Any]:
        """Look a name up, following aliases within the file."""
        wanted = dns.name.from_text(name)
        for _ in range(_MOST_ALIASES):
            found = self._zone.get_rdataset(wanted, kind)
            if found is not None:
                return list(found)
            alias = self._zone.get_rdataset(wanted, dns.rdatatype.CNAME)
            if alias is None:
                return []
            wanted = alias[0].target
        return []


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
