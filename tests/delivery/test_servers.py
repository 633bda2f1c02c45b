"""Real web servers, with the settings that Dateline prints, hand the site out as promised."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest

from dateline.build import build
from dateline.delivery import apache, nginx
from dateline.settings import Newsroom, load_newsroom
from tests.conftest import NEWSROOMS
from tests.delivery import servers
from tests.delivery.servers import WebServer

PREFIXES = ("/", "/press/", "/n%C6%A1i/b%C3%A1o$1/")
PAGE = "en/2024/02/course/"


def site_of(prefix: str, folder: Path) -> tuple[Newsroom, Path]:
    """Build the small newsroom for a path prefix; gives it and the folder of its site."""
    root = shutil.copytree(NEWSROOMS / "small", folder / "newsroom")
    (root / "assets").mkdir()
    (root / "assets/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    settings = root / "dateline.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("https://press.example.org/", f"https://press.example.org{prefix}")
    text = text.replace(
        "\n[languages.en]", '\nhub = "https://hub.example.org/?a=$b"\n\n[languages.en]'
    )
    settings.write_text(f"{text}\n[delivery]\ngzip = true\nhsts = true\n", encoding="utf-8")
    newsroom = load_newsroom(root)
    out = folder / "www" / unquote(prefix).strip("/")
    build(newsroom, datetime(2024, 3, 15, tzinfo=UTC), out=out)
    return newsroom, out


def nginx_over(prefix: str, folder: Path) -> AbstractContextManager[WebServer]:
    newsroom, _ = site_of(prefix, folder)
    return servers.nginx(folder / "www", nginx.compose(newsroom), folder / "nginx")


def apache_over(prefix: str, folder: Path) -> AbstractContextManager[WebServer]:
    newsroom, out = site_of(prefix, folder)
    return servers.apache(folder / "www", apache.compose(newsroom), folder / "apache", site=out)


CASES = [
    pytest.param(
        (over, prefix),
        id=f"{name}-{number}",
        marks=pytest.mark.skipif(
            servers.available(name) is not None, reason=str(servers.available(name))
        ),
    )
    for name, over in (("nginx", nginx_over), ("apache2", apache_over))
    for number, prefix in enumerate(PREFIXES)
]


@pytest.fixture(scope="module", params=CASES)
def served(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[WebServer, str]]:
    """Serve the small newsroom by a server, at a prefix."""
    over, prefix = request.param
    # Not pytest's own folder, which nobody but its owner may read.
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with over(prefix, Path(folder)) as server:
            yield server, prefix


Served = tuple[WebServer, str]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("en/", "text/html; charset=utf-8"),
        (PAGE, "text/html; charset=utf-8"),
        (f"{PAGE}index.txt", "text/plain; charset=utf-8"),
        ("en/feeds/press.rss.xml", "application/rss+xml; charset=utf-8"),
        ("en/feeds/press.atom.xml", "application/atom+xml; charset=utf-8"),
        ("vi/feeds/press.feed.json", "application/feed+json"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("assets/dateline.css", "text/css; charset=utf-8"),
        ("assets/logo.svg", "image/svg+xml; charset=utf-8"),
        ("en/digests/press/2024-02/digest.eml", "message/rfc822"),
        ("en/digests/press/2024-02/digest.html", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_types(served: Served, path: str, kind: str, encoding: str) -> None:
    """Every file comes with its type and its charset, compressed or not."""
    server, prefix = served
    answer = server.get(prefix + path, accept_encoding=encoding)

    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["", PAGE, "en/feeds/press.rss.xml", "assets/dateline.css"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_unchanged_files_are_not_sent_again(served: Served, path: str, encoding: str) -> None:
    """A reader who knows a file's ETag or its time gets 304 and no body."""
    server, prefix = served
    first = server.get(prefix + path, accept_encoding=encoding)
    tag, time = first.headers["etag"], first.headers["last-modified"]
    by_tag = server.get(prefix + path, accept_encoding=encoding, if_none_match=tag)
    by_time = server.get(prefix + path, accept_encoding=encoding, if_modified_since=time)

    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_time.status, by_time.body) == (304, b"")
    assert server.get(prefix + path, if_none_match='"other"').status == 200


@pytest.mark.parametrize("path", ["en/", "en/feeds/press.atom.xml", "assets/dateline.css"])
def test_compressed_twins(served: Served, path: str) -> None:
    """Who takes gzip gets the compressed twin, which holds the same; caches are told apart."""
    server, prefix = served
    plain = server.get(prefix + path, accept_encoding="identity")
    packed = server.get(prefix + path, accept_encoding="gzip, br")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("path", "shared"),
    [("en/feeds/press.rss.xml", "*"), ("en/feeds/press.atom.xml", "*"), ("feeds.opml", "*"),
     ("en/feeds/press.feed.json", "*"), ("en/", None), ("assets/dateline.css", None),
     ("sitemap.xml", None)],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_feeds_may_be_read_from_anywhere(
    served: Served, path: str, shared: str | None, encoding: str
) -> None:
    """Scripts of other sites may read feeds (CORS), and nothing else."""
    server, prefix = served
    answer = server.get(prefix + path, origin="https://reader.example", accept_encoding=encoding)

    assert shared == answer.headers.get("access-control-allow-origin")


@pytest.mark.parametrize(
    ("path", "seconds"),
    [("en/", 0), (PAGE, 0), ("en/feeds/press.rss.xml", 300), ("assets/dateline.css", 3600),
     ("feeds.opml", 0), (f"{PAGE}index.txt", 0)],
)  # fmt: skip
def test_caching(served: Served, path: str, seconds: int) -> None:
    """Pages are asked for again each time, feeds after minutes, what pages are made of hourly."""
    server, prefix = served
    found = re.search(r"max-age=(\d+)", server.get(prefix + path).headers["cache-control"])

    assert found is not None
    assert seconds == int(found[1])


@pytest.mark.parametrize(
    "path", ["", PAGE, "en/feeds/press.rss.xml", "assets/logo.svg", "no/such/page/"]
)
def test_security_headers(served: Served, path: str) -> None:
    """Every answer, a missing page's too, says once what browsers may do with it."""
    headers = served[0].get(served[1] + path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["content-security-policy"].count("frame-ancestors 'self'") == 1
    assert "script-src 'none'" in headers["content-security-policy"]


def test_pages_header_is_as_strict_as_the_page(served: Served) -> None:
    """The header of a page has every directive of the policy within it."""
    answer = served[0].get(served[1] + PAGE, accept_encoding="identity")
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', answer.body.decode())

    assert found is not None
    within = found[1].replace("&#39;", "'").split("; ")
    assert [
        part for part in within if part not in answer.headers["content-security-policy"].split("; ")
    ] == []


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_feeds_name_their_hub(served: Served, form: str, encoding: str) -> None:
    """A feed's answer names its hub and itself, as WebSub asks (section 4)."""
    server, prefix = served
    answer = server.get(f"{prefix}en/feeds/press.{form}", accept_encoding=encoding)
    links = re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["link"])

    assert sorted(name for _, name in links) == ["hub", "self"]
    named = {name: unquote(url) for url, name in links}
    assert named["hub"] == "https://hub.example.org/?a=$b"
    assert named["self"] == f"https://press.example.org{unquote(prefix)}en/feeds/press.{form}"


def test_folders_lead_to_their_pages(served: Served) -> None:
    """An address without its last slash leads to the one that has it, on the same host."""
    server, prefix = served
    answer = server.get(f"{prefix}en")

    assert answer.status == 301
    assert unquote(answer.headers["location"]).endswith(f"{unquote(prefix)}en/")
    if prefix != "/":
        above = server.get(prefix[:-1])
        assert above.status == 301
        assert unquote(above.headers["location"]).endswith(unquote(prefix))


@pytest.mark.skipif(servers.available("nginx") is not None, reason="nginx is not installed")
def test_older_versions_are_not_served() -> None:
    """What `--swap` keeps beside a site is no address of nginx's, though its root holds it."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        newsroom, out = site_of("/press/", Path(folder))
        build(newsroom, datetime(2024, 3, 15, tzinfo=UTC), out=out, keep=3)
        with servers.nginx(
            Path(folder) / "www", nginx.compose(newsroom), Path(folder) / "nginx"
        ) as server:
            statuses = [
                server.get(f"/{path}").status
                for path in (f"press/{PAGE}", f".press-versions/1/{PAGE}", ".press-versions/1.json")
            ]

            is_link = out.is_symlink()

    assert is_link
    assert statuses == [200, 404, 404]


ASKED = (f"press/{PAGE}", f".press-versions/1/{PAGE}", ".press-versions/1.json", ".press-versions/")


@pytest.mark.skipif(servers.available("apache2") is not None, reason="apache2 is not installed")
@pytest.mark.parametrize("where", ["site", "above", "nowhere"])
def test_older_versions_are_not_served_by_apache(where: str) -> None:
    """Nor of Apache's, whether its settings lie in the site, in the folder above, or nowhere."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        newsroom, out = site_of("/press/", Path(folder))
        for day in (15, 16):
            build(newsroom, datetime(2024, 3, day, tzinfo=UTC), out=out, keep=3)
            (out / ".htaccess").write_text(apache.compose(newsroom))
        www = Path(folder) / "www"
        snippet = apache.compose(newsroom) if where != "nowhere" else ""
        with servers.apache(
            www, snippet, Path(folder) / "apache", site=out if where == "site" else www
        ) as server:
            statuses = [server.get(f"/{path}").status for path in ASKED]

    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 404}


@pytest.mark.skipif(servers.available("apache2") is not None, reason="apache2 is not installed")
def test_apache_settings_alone_hide_older_versions() -> None:
    """The printed settings do it by themselves, where those of the versions' folder are not read."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        newsroom, out = site_of("/press/", Path(folder))
        build(newsroom, datetime(2024, 3, 15, tzinfo=UTC), out=out, keep=3)
        (out.parent / ".press-versions/.htaccess").unlink()
        www = Path(folder) / "www"
        with servers.apache(
            www, apache.compose(newsroom), Path(folder) / "apache", site=www
        ) as server:
            statuses = [server.get(f"/{path}").status for path in ASKED]

    assert statuses == [200, 404, 404, 404]
