"""Tell who asks: the peer, or whom a trusted proxy names; and how often one may ask."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_UNKNOWN = "unknown"


class Proxies:
    """The proxies whose word on the client is taken, and the header in which they give it."""

    def __init__(self, trusted: Sequence[str], header: str) -> None:
        self._trusted: tuple[_Network, ...] = tuple(map(ipaddress.ip_network, trusted))
        self._header = header

    def client(self, request: HTTPConnection) -> str:
        """Give the client's address; of IPv6 the /64, for that is what one customer gets.

        Read from the right: what stands left of the first stranger, he may have written himself.
        """
        peer = _parsed(request.client.host if request.client else "")
        named = request.headers.getlist(self._header)
        steps = [_parsed(step) for line in named for step in line.split(",")]
        while steps and peer is not None and self._trusts(peer):
            peer = steps.pop()
        return _shown(peer)

    def is_near(self, request: HTTPConnection) -> bool:
        """Say whether the peer is trusted and asks for itself: a monitor, not a reader."""
        peer = _parsed(request.client.host if request.client else "")
        forwarded = self._header in request.headers
        return peer is not None and self._trusts(peer) and not forwarded

    def _trusts(self, address: _Address) -> bool:
        return any(address in network for network in self._trusted)


class ClientLimit:
    """How often each client may do something within a time; bounded in memory."""

    def __init__(self, most: int, within: timedelta, room: int = 100_000) -> None:
        self._most = most
        self._pause = within / most
        self._within = within
        self._room = room
        self._free_at: OrderedDict[str, datetime] = OrderedDict()

    def refuses(self, client: str, now: datetime) -> int:
        """Count one more try; gives 0, or after how many seconds one may try again.

        The generic cell rate algorithm: a moment a client tells all of its past.
        """
        free_at = max(self._free_at.pop(client, now), now)
        wait = free_at + self._pause - now - self._within
        allowed = wait <= timedelta(0)
        self._free_at[client] = free_at + self._pause if allowed else free_at
        while len(self._free_at) > self._room:
            self._free_at.popitem(last=False)
        return 0 if allowed else max(1, int(wait.total_seconds()) + 1)


def _parsed(text: str) -> _Address | None:
    text = text.strip().removeprefix("[").partition("]")[0]
    if text.count(":") == 1:  # nginx may name the port too
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _shown(address: _Address | None) -> str:
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address else _UNKNOWN
