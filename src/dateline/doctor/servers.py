"""Examine the mail servers and the way out: MX, PTR, TLS, the one-click address."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from dateline.doctor.finding import Finding, bad, good, note
from dateline.doctor.names import Names, addresses, exchangers, pointers
from dateline.errors import OutsideError
from dateline.mail.server import Server
from dateline.mail.transport import Patience, SmtpCarrier

_PATIENCE = Patience(connect=10, command=10)


def examine_mx(names: Names, domain: str) -> Iterator[Finding]:
    """Examine that somebody takes the domain's mail: answers and bounces."""
    subject = f"MX of {domain}"
    hosts = exchangers(names, domain)
    if hosts in (["."], [""]):
        yield bad(subject, "It says that the domain takes no mail.", "Bounces would be lost.")
    elif not hosts:
        yield bad(subject, "There is no MX record.", "Answers and bounces would be lost.")
    elif lost := [host for host in hosts if not addresses(names, host)]:
        yield bad(subject, f"{', '.join(lost)} has no address.", "Mend its A or AAAA record.")
    else:
        yield good(subject, ", ".join(hosts))


def examine_ptr(names: Names, server: Server) -> Iterator[Finding]:
    """Examine that the mail server's addresses have names that lead back (RFC 1912 section 2.1)."""
    subject = f"PTR of {server.host}"
    found = addresses(names, server.host)
    if server.is_near or any(ipaddress.ip_address(each).is_private for each in found):
        words = "The mail server is on this machine or network."
        yield note(subject, words, "Examine the address that it sends from by hand.")
        return
    if not found:
        yield bad(subject, "The host has no address.", "Mend [mail.smtp] `host`.")
    for address in found:
        back = pointers(names, address)
        if any(address in addresses(names, name) for name in back):
            yield good(subject, f"{address} is {back[0]}")
        else:
            words = f"{address} has no name that leads back to it."
            yield bad(subject, words, "Ask who runs the server's network for a PTR record.")


def examine_tls(server: Server) -> Iterator[Finding]:
    """Examine that the mail server answers, encrypts, and lets us in."""
    subject = f"Mail server {server}"
    carrier = SmtpCarrier((server,), patience=_PATIENCE)
    try:
        problem = carrier.prepare()
    except OutsideError as failure:  # what waiting does not mend
        problem = failure.message
    carrier.close()
    if problem:
        problem = problem.replace(f"{server}: ", "", 1)  # the subject names it
        yield bad(subject, problem, "Mend [mail.smtp], the server, or the way there.")
    elif server.security == "none" and not server.is_near:
        yield bad(subject, "Letters go there unencrypted.", "[mail.smtp] security = starttls")
    else:
        yield good(subject, f"answers; security = {server.security}")


def examine_one_click(url: str, token: str) -> Iterator[Finding]:
    """Examine that the unsubscribe address is there, over https and without a redirect (RFC 8058).

    `token` is nobody's.
    """
    subject = "One-click address"
    parts = urlsplit(url.replace("{token}", token))
    if parts.scheme != "https" or "{token}" not in url:
        hint = "Name one with {token} in [mail] `unsubscribe_url`; Gmail and Yahoo want it."
        words = f"{url} is no https address with a token." if url else "There is none."
        yield bad(subject, words, hint)
        return
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port, timeout=10, context=ssl.create_default_context()
    )
    try:
        connection.request("GET", path or "/", headers={"User-Agent": "Dateline doctor"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        yield bad(subject, f"It cannot be reached: {reason}.", "Start the door, mend its proxy.")
        return
    finally:
        connection.close()
    if status // 100 == 3:
        yield bad(subject, f"It redirects ({status}).", "RFC 8058 forbids that.")
    elif status == http.HTTPStatus.NOT_FOUND or status >= 500:
        yield bad(subject, f"It answers {status}.", "Start the door, mend its proxy.")
    else:
        yield good(subject, f"{parts.hostname} answers {status}")
