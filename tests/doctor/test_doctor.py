"""What the doctor finds, asked of zone files."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dns.resolver
import pytest

from dateline.doctor import Finding, RealNames, Verdict, ZoneNames, examine, servers
from dateline.doctor.dkim import examine_dkim
from dateline.doctor.dmarc import examine_dmarc, organizational_domain, policy
from dateline.doctor.examination import Patient
from dateline.doctor.names import addresses
from dateline.doctor.servers import examine_mx, examine_one_click, examine_ptr, examine_tls
from dateline.doctor.spf import examine_spf
from dateline.errors import OutsideError, UsageError
from dateline.mail.server import Server
from tests.mail.hostile import Hostile, running
from tests.mail.letters import rsa_key, signer

GOOD, NOTE, BAD = Verdict.GOOD, Verdict.NOTE, Verdict.BAD


@pytest.fixture
def zone(tmp_path: Path) -> Any:
    """Give what makes names of zone lines."""

    def make(*lines: str) -> ZoneNames:
        path = tmp_path / "zone"
        path.write_text("$TTL 300\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return ZoneNames(path)

    return make


def verdicts(findings: Iterator[Finding]) -> list[tuple[Verdict, str]]:
    """Give each finding's verdict and words; what is bad says what to do."""
    found = list(findings)
    assert all(finding.hint for finding in found if finding.verdict is BAD)
    return [(finding.verdict, finding.words) for finding in found]


@pytest.mark.parametrize(
    "lines,expected",
    [
        (['x.org. TXT "v=spf1 a mx -all"'], [(GOOD, "v=spf1 a mx -all (2 of 10 look-ups)")]),
        (['x.org. TXT "v=spf1 ip4:192.0.2.1 ~all"'], [(GOOD, "v=spf1 ip4:192.0.2.1 ~all (0 of 10 look-ups)")]),
        (['x.org. TXT "v=spf1 redirect=y.org"', 'y.org. TXT "v=spf1 -all"'], [(GOOD, "v=spf1 redirect=y.org (1 of 10 look-ups)")]),
        (['x.org. TXT "v=spf1 include:%{d}.y.org -all"'], [(GOOD, "v=spf1 include:%{d}.y.org -all (1 of 10 look-ups)")]),
        (['x.org. TXT "something else"'], [(BAD, "There is no SPF record.")]),
        (['x.org. TXT "v=spf1 -all"', 'x.org. TXT "v=spf1 mx -all"'], [(BAD, "There is more than one SPF record.")]),
        (['x.org. TXT "v=spf1 include:y.org -all"'], [(BAD, "y.org has no SPF record of its own.")]),
        (['x.org. TXT "v=spf1 include:x.org -all"'], [(BAD, "x.org has no SPF record of its own.")]),
        (['x.org. TXT "v=spf1 a"'], [(GOOD, "v=spf1 a (1 of 10 look-ups)"), (NOTE, "It does not say what becomes of others.")]),
        (['x.org. TXT "v=spf1 +all"'], [(GOOD, "v=spf1 +all (0 of 10 look-ups)"), (BAD, "It lets everybody send in your name.")]),
        (
            ['x.org. TXT "v=spf1 include:y.org a mx ptr exists:e.org -all"', 'y.org. TXT "v=spf1 a:a.org a:b.org a:c.org mx:d.org mx/24 a -all"'],
            [(BAD, "It takes 11 look-ups; receivers stop at 10.")],
        ),
    ],
)  # fmt: skip
def test_spf(zone: Any, lines: Sequence[str], expected: list[tuple[Verdict, str]]) -> None:
    """Every look-up is counted, of included records too; more than ten is too many."""
    actual = verdicts(examine_spf(zone(*lines), "x.org"))

    assert expected == actual


def test_dkim(zone: Any) -> None:
    """The key in DNS must be the one that signs, and speak for the sender's domain."""
    where = "dateline._domainkey.example.org."
    record = signer().record
    halves = f'"{record[:200]}" "{record[200:]}"'
    testing = f'"{record.replace("k=rsa;", "k=rsa; t=y;")[:210]}" "{record.replace("k=rsa;", "k=rsa; t=y;")[210:]}"'
    other = replace(signer(), key=rsa_key(3072))

    assert verdicts(examine_dkim(zone(f"{where} TXT {halves}"), signer(), "example.org")) == [
        (GOOD, "2048 bits, as letters are signed")]  # fmt: skip
    assert verdicts(examine_dkim(zone(f"{where} TXT {testing}"), signer(), "example.org"))[1:] == [
        (NOTE, "It says that you only test (t=y).")]  # fmt: skip
    assert verdicts(examine_dkim(zone(), signer(), "example.org")) == [
        (BAD, "There is no such record.")
    ]
    assert verdicts(examine_dkim(zone(f"{where} TXT {halves}"), other, "example.org")) == [
        (BAD, "The key in DNS is another than the one that signs.")]  # fmt: skip
    twice = zone(f"{where} TXT {halves}", f'{where} TXT "v=DKIM1; p="')
    assert verdicts(examine_dkim(twice, signer(), "example.org")) == [
        (BAD, "There is more than one record.")
    ]
    assert verdicts(examine_dkim(zone(f"{where} TXT {halves}"), signer(), "example.net"))[1:] == [
        (BAD, "Signatures speak for example.org, the sender is on example.net.")]  # fmt: skip
    assert verdicts(examine_dkim(zone(), None, "example.org")) == [(BAD, "Letters are not signed.")]


@pytest.mark.parametrize(
    "lines,domain,expected",
    [
        (['_dmarc.x.org. TXT "v=DMARC1; p=reject; rua=mailto:a@x.org"'], "x.org", [(GOOD, "reject, by _dmarc.x.org")]),
        (['_dmarc.x.org. TXT "v=DMARC1; p=none; sp=quarantine; rua=mailto:a@x.org"'], "press.x.org", [(GOOD, "quarantine, by _dmarc.x.org")]),
        (['_dmarc.x.org. TXT "v=DMARC1;p=none;pct=5"'], "x.org", [(GOOD, "none, by _dmarc.x.org"), (NOTE, "Nobody is sent reports."), (NOTE, "`pct` means nothing any more (RFC 9989).")]),
        ([], "x.org", [(BAD, "There is no DMARC record; Gmail and Yahoo want one.")]),
        (['_dmarc.x.org. TXT "v=DMARC1; p=none"', '_dmarc.x.org. TXT "v=DMARC1; p=reject"'], "x.org", [(BAD, "There is no DMARC record; Gmail and Yahoo want one.")]),
    ],
)  # fmt: skip
def test_dmarc(
    zone: Any, lines: Sequence[str], domain: str, expected: list[tuple[Verdict, str]]
) -> None:
    """The record that counts is found, and what it wishes for told."""
    actual = verdicts(examine_dmarc(zone(*lines), domain))

    assert expected == actual


def test_tree_walk(zone: Any) -> None:
    """RFC 9989's walk: psd=n ends it, psd=y leaves one label more, long names go on at seven."""
    names = zone(
        '_dmarc.gov.vn. TXT "v=DMARC1; p=none; psd=y"',
        '_dmarc.ilo.gov.vn. TXT "v=DMARC1; p=reject"',
        '_dmarc.own.x.org. TXT "v=DMARC1; p=reject; psd=n"',
        '_dmarc.x.org. TXT "v=DMARC1; p=none"',
        '_dmarc.d.e.f.g.h.i.j. TXT "v=DMARC1; p=none"',
    )

    assert organizational_domain(names, "press.ilo.gov.vn") == "ilo.gov.vn"
    assert organizational_domain(names, "a.press.own.x.org") == "own.x.org"
    assert organizational_domain(names, "y.org") == "y.org"
    assert organizational_domain(names, "other.gov.vn") == "other.gov.vn"
    assert policy(names, "a.own.x.org")[0] == "own.x.org"
    assert policy(names, "a.ilo.gov.vn")[0] == "ilo.gov.vn"
    assert policy(names, "other.gov.vn")[0] == "gov.vn"
    assert policy(names, "a.b.c.d.e.f.g.h.i.j")[0] == "d.e.f.g.h.i.j"


@pytest.mark.parametrize(
    "lines,expected",
    [
        (["x.org. MX 20 b.x.org.", "x.org. MX 10 a.x.org.", "a.x.org. A 192.0.2.1", "b.x.org. AAAA 2001:db8::1"], (GOOD, "a.x.org, b.x.org")),
        (["x.org. MX 10 alias.x.org.", "alias.x.org. CNAME a.x.org.", "a.x.org. A 192.0.2.1"], (GOOD, "alias.x.org")),
        (["x.org. MX 10 a.x.org."], (BAD, "a.x.org has no address.")),
        (["x.org. MX 10 l.x.org.", "l.x.org. CNAME l.x.org."], (BAD, "l.x.org has no address.")),
        (["x.org. MX 0 ."], (BAD, "It says that the domain takes no mail.")),
        ([], (BAD, "There is no MX record.")),
    ],
)  # fmt: skip
def test_mx(zone: Any, lines: Sequence[str], expected: tuple[Verdict, str]) -> None:
    """Somebody must take answers and bounces."""
    assert verdicts(examine_mx(zone(*lines), "x.org")) == [expected]


def test_ptr(zone: Any) -> None:
    """Each address of the mail server needs a name that leads back to it."""
    names = zone(
        "good.x.org. A 8.8.4.4",
        "4.4.8.8.in-addr.arpa. PTR good.x.org.",
        "lost.x.org. A 8.8.8.8",
        "8.8.8.8.in-addr.arpa. PTR elsewhere.x.org.",
        "inside.x.org. A 10.0.0.1",
    )

    assert verdicts(examine_ptr(names, Server("good.x.org", 25))) == [
        (GOOD, "8.8.4.4 is good.x.org")
    ]
    assert verdicts(examine_ptr(names, Server("lost.x.org", 25))) == [
        (BAD, "8.8.8.8 has no name that leads back to it.")
    ]
    assert verdicts(examine_ptr(names, Server("none.x.org", 25))) == [
        (BAD, "The host has no address.")
    ]
    for near in (Server("localhost", 25), Server("inside.x.org", 25)):
        ((verdict, words),) = verdicts(examine_ptr(names, near))
        assert (verdict, "this machine" in words) == (NOTE, True)


def test_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server must answer, and encrypt unless it is near."""
    with running(Hostile()) as port:
        near = verdicts(examine_tls(Server("127.0.0.1", port)))
        strict = verdicts(examine_tls(Server("127.0.0.1", port, "starttls")))
        monkeypatch.setattr(Server, "is_near", False)
        far = verdicts(examine_tls(Server("127.0.0.1", port)))

    assert near == [(GOOD, "answers; security = none")]
    assert strict[0][0] is BAD
    assert "STARTTLS" in strict[0][1]
    assert far == [(BAD, "Letters go there unencrypted.")]


class _Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.partition("?")[0].rpartition("/")[2]))
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve answers by path, without the certificate that https would need."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def plain(host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> Any:
        assert context.verify_mode is ssl.CERT_REQUIRED
        return http.client.HTTPConnection(host, port, timeout=timeout)

    monkeypatch.setattr(servers.http.client, "HTTPSConnection", plain)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "status,expected",
    [(200, GOOD), (400, GOOD), (302, BAD), (404, BAD), (502, BAD)],
)
def test_one_click(monkeypatch: pytest.MonkeyPatch, status: int, expected: Verdict) -> None:
    """The address must be there, without a redirect."""
    with web(monkeypatch) as port:
        url = f"https://127.0.0.1:{port}/{status}?t={{token}}"
        ((actual, words),) = verdicts(examine_one_click(url, "TOKEN"))

    assert expected is actual
    assert str(status) in words


@pytest.mark.parametrize(
    "url", ["http://x.org/{token}", "https://x.org/", "", "https://x.org/{other}"]
)
def test_no_one_click(url: str) -> None:
    """An address without https or token is none."""
    ((verdict, words),) = verdicts(examine_one_click(url, "TOKEN"))

    assert verdict is BAD
    assert words == (f"{url} is no https address with a token." if url else "There is none.")


def test_one_click_out_of_reach(port: int) -> None:
    """An address where nobody answers is told."""
    ((verdict, words),) = verdicts(examine_one_click(f"https://127.0.0.1:{port}/{{token}}", "T"))

    assert (verdict, words) == (BAD, "It cannot be reached: Connection refused.")


def test_a_mail_server_out_of_reach_is_named_once() -> None:
    """The subject names the server; the words only say what is wrong with it."""
    ((verdict, words),) = verdicts(examine_tls(Server("127.0.0.1", 1)))

    assert (verdict, words) == (BAD, "Connection refused")


PATIENT = Patient("example.org", "bounces.example.org", None, (Server("127.0.0.1", 1),), "", "T")


def test_examination(zone: Any) -> None:
    """Everything is looked at, each domain once; offline, nothing is connected to."""
    online = [finding.subject for finding in examine(PATIENT, zone())]
    offline = [finding.subject for finding in examine(PATIENT, zone(), offline=True)]

    assert offline == ["SPF of bounces.example.org", "DKIM", "DMARC of example.org", "MX of example.org",
                       "MX of bounces.example.org", "PTR of 127.0.0.1"]  # fmt: skip
    assert online == [*offline, "Mail server 127.0.0.1:1", "One-click address"]


class Silent:
    """Names that never answer."""

    def records(self, name: str, kind: str) -> Sequence[Any]:
        """Fail."""
        raise OutsideError(f"DNS gave no answer for {name} ({kind}).", hint="Try again.")


def test_silent_dns() -> None:
    """Where DNS gives no answer that is said, and the rest is looked at."""
    found = list(examine(PATIENT, Silent(), offline=True))

    assert [finding.verdict for finding in found] == [NOTE, BAD, NOTE, NOTE, NOTE, NOTE]


@pytest.mark.parametrize("first", ["$ORIGIN example.org.\n$TTL 3600\n", ""])
def test_a_name_servers_own_file(tmp_path: Path, first: str) -> None:
    """A zone file is read as it stands at the name server, with its SOA and its short names."""
    path = tmp_path / "example.org.zone"
    path.write_text(
        f"""{first}@ IN SOA ns1 hostmaster (
    2024020100 ; serial
    7200 3600 1209600 300 )
  IN NS ns1
ns1 IN A 192.0.2.1
@ IN MX 10 mx
mx IN A 192.0.2.2
www IN CNAME mx
@ IN TXT "v=spf1 mx include:other.example -all"
$ORIGIN other.example.
@ IN TXT "v=spf1 ip4:192.0.2.3 -all"
""",
        encoding="utf-8",
    )
    names = ZoneNames(path, "example.org")

    assert verdicts(examine_spf(names, "example.org")) == [
        (GOOD, "v=spf1 mx include:other.example -all (2 of 10 look-ups)")
    ]
    assert verdicts(examine_mx(names, "example.org"))[0][0] is GOOD
    assert [each.address for each in names.records("www.example.org", "A")] == ["192.0.2.2"]


def test_bad_zone_files(tmp_path: Path) -> None:
    """A file that is no zone, or is not there, is told."""
    path = tmp_path / "zone"
    path.write_text("this is (no zone", encoding="utf-8")

    for bad in (path, tmp_path / "missing"):
        with pytest.raises(UsageError, match="zone file"):
            ZoneNames(bad)


def test_real_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS's answers are handed on: records, none, and no answer."""
    answers: list[Any] = [
        ["record"],
        dns.resolver.NXDOMAIN(),
        dns.resolver.NoAnswer(),
        dns.resolver.LifetimeTimeout(timeout=1, errors=[]),
    ]

    def resolve(self: Any, name: str, kind: str) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(dns.resolver.Resolver, "resolve", resolve)
    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", lambda *_: None)
    names = RealNames()

    assert [names.records("x.org", "A") for _ in range(3)] == [["record"], [], []]
    with pytest.raises(OutsideError, match=r"no answer for x\.org"):
        names.records("x.org", "A")


def test_no_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a resolver is told."""

    def none(*_: Any) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", none)
    with pytest.raises(OutsideError, match="no DNS resolver"):
        RealNames()


def test_address_is_its_own(zone: Any) -> None:
    """An address needs no look-up."""
    assert addresses(zone(), "192.0.2.7") == ["192.0.2.7"]
