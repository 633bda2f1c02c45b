"""What hosts read by themselves, and what a policy names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline.delivery import apache, hosts, nginx
from dateline.delivery.policy import file_header, page_header, page_policy
from dateline.settings import Delivery, Newsroom, load_newsroom
from tests.settings.desk import Desk


@pytest.fixture
def newsroom(small: Path) -> Newsroom:
    """Read the small newsroom's settings."""
    return load_newsroom(small)


def rules(text: str) -> list[tuple[str, dict[str, str]]]:
    """Read `_headers` as Cloudflare Pages does: a path, then indented headers."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            found.append((line, {}))
        elif ":" in line and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            assert name not in found[-1][1]
            found[-1][1][name] = value
    return found


def test_headers_add_up_without_clashing(newsroom: Newsroom) -> None:
    """No header is named by two rules that can meet: hosts would join their values."""
    named = dict(rules(hosts.compose_headers(replace(newsroom, hub="https://hub.example.org/"))))
    everywhere = set(named["/*"])
    endings = [headers for path, headers in named.items() if path.startswith("/*.")]

    assert "Content-Security-Policy" in everywhere
    assert [headers for headers in endings if everywhere & set(headers)] == []
    assert named["/*.rss.xml"]["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert named["/*.feed.json"]["Access-Control-Allow-Origin"] == "*"
    assert named["/assets/*"] == {"Cache-Control": "public, max-age=3600"}
    assert named["/en/feeds/press.feed.json"] == {
        "Link": '<https://hub.example.org/>; rel="hub", '
        '<https://press.example.org/en/feeds/press.feed.json>; rel="self"'
    }


def test_headers_stand_below_the_prefix(newsroom: Newsroom) -> None:
    """With a path prefix every rule has it."""
    moved = replace(newsroom, base_url="https://example.org/press/", base_path="/press/")

    assert all(path.startswith("/press/") for path, _ in rules(hosts.compose_headers(moved)))


def test_without_a_hub_nothing_names_one(newsroom: Newsroom) -> None:
    """A newsroom without a hub promises none."""
    for compose in (hosts.compose_headers, nginx.compose, apache.compose):
        assert "rel=" not in compose(newsroom)


def test_policy_names_what_the_settings_name(newsroom: Newsroom) -> None:
    """A source in dateline.toml stands in its directive, and nowhere else."""
    named = Delivery(sources={"script": ("https://stats.example.org",), "form": ("https://f.org",)})
    policy = page_policy(replace(newsroom, delivery=named))

    assert policy.count("https://stats.example.org") == 1
    assert "script-src https://stats.example.org;" in policy
    assert policy.endswith("form-action https://f.org")
    assert "script-src 'none'" in page_policy(newsroom)
    assert page_header(newsroom) == f"{page_policy(newsroom)}; frame-ancestors 'self'"
    assert "script-src https://stats" in file_header(replace(newsroom, delivery=named))
    assert "script-src 'none'" in file_header()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('script = ["https://stats.example.org"]', []),
        ('style = ["https://*.example.org:8443/a/"]', []),
        ("script = [\"'sha256-AbC+/=='\"]", []),
        ("script = [\"'unsafe-inline'\"]", ["dateline.toml:20:11 invalid-value"]),
        ('script = ["https:"]', ["dateline.toml:20:11 invalid-value"]),
        ('script = ["https://a.org; script-src *"]', ["dateline.toml:20:11 invalid-value"]),
        ('script = ["*"]', ["dateline.toml:20:11 invalid-value"]),
        ('script = ["data:"]', ["dateline.toml:20:11 invalid-value"]),
        ('script = ["https://a.org\\\\n"]', ["dateline.toml:20:11 invalid-value"]),
        ('script = ["https://a.org\\""]', ["dateline.toml:20:11 invalid-value"]),
        ('image = ["https://a.org"]', ["dateline.toml:20:1 unknown-key"]),
    ],
)
def test_sources_name_hosts_or_hashes(tmp_path: Path, lines: str, told: list[str]) -> None:
    """A source is a host or a hash: nothing that opens the policy or ends the header."""
    desk = Desk(tmp_path)
    desk.main(more=f"\n[delivery.sources]\n{lines}\n")

    assert told == desk.told()


def test_hsts_needs_https(tmp_path: Path) -> None:
    """A newsroom on plain http cannot ask for https alone."""
    desk = Desk(tmp_path)
    desk.main("https://press", "http://press", more="\n[delivery]\nhsts = true\n")

    assert desk.told() == ["dateline.toml:20:8 invalid-value"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "hub", "https://", "javascript:x", "ftp://a"]
)
def test_hub_is_a_web_address(tmp_path: Path, url: str) -> None:
    """A hub is asked over the web alone."""
    desk = Desk(tmp_path)
    desk.main("default_language", f'hub = "{url}"\ndefault_language')

    assert desk.told() == ["dateline.toml:4:7 invalid-value"]
