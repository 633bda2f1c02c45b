"""Old addresses lead on: by a page of their own, and by lists that real servers obey."""

from __future__ import annotations

import http.client
import os
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from dateline.addresses import Addresses
from dateline.build import build
from dateline.redirects import redirects
from dateline.settings import load_newsroom
from tests.delivery.servers import running
from tests.editions import edition
from tests.output.test_publish import tree
from tests.patience import PATIENCE

NOW = datetime(2024, 2, 15, tzinfo=UTC)
ODD = """/it's;{"a"}$b%20(c)+*/"""
ALIASES = ["/news/2019/course/", "/old.html", "/tin-tức", "/a/index.html", "/b.aspx", ODD]


def publish(root: Path, keys: str = "", title: str = "Moved & “gone”") -> Path:
    """Add a Vietnamese release with aliases to a newsroom, and build it."""
    listed = "".join("  - '{}'\n".format(alias.replace("'", "''")) for alias in ALIASES)
    (root / "releases/2024-02-05-moved.vi.md").write_text(
        f"---\ntitle: {title}\ndate: 2024-02-05\nsummary: S\n{keys}aliases:\n{listed}---\nText.\n",
        encoding="utf-8",
    )
    build(load_newsroom(root), NOW, out=root / "public")
    return root / "public"


def below(root: Path, prefix: str) -> None:
    """Move a newsroom below a path of its host."""
    settings = root / "dateline.toml"
    settings.write_text(settings.read_text().replace(".example.org/", f".example.org{prefix}"))


class Page(HTMLParser):
    """Reads what a redirect page says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


@pytest.mark.parametrize("prefix", ["/", "/press/"])
def test_page_leads_on(small: Path, prefix: str) -> None:
    """A page at the old address leads on without script, in the release's language."""
    below(small, prefix)
    public = publish(small)
    page = Page((public / "news/2019/course/index.html").read_text(encoding="utf-8"))
    target = f"{prefix}vi/2024/02/moved/"

    assert ("html", {"lang": "vi", "dir": "ltr"}) in page.tags
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags
    assert ("meta", {"http-equiv": "refresh", "content": f"0; url={target}"}) in page.tags
    assert ("link", {"rel": "canonical", "href": f"https://press.example.org{target}"}) in page.tags
    assert ("a", {"href": target}) in page.tags
    assert [a["content"].split("; ")[1] for tag, a in page.tags
            if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"] == ["script-src 'none'"]  # fmt: skip
    assert page.words[-2:] == ["Trang này đã chuyển sang địa chỉ mới", "Moved & “gone”"]
    assert "script" not in {tag for tag, _ in page.tags}


def test_files_of_old_addresses(small: Path) -> None:
    """Pages stay pages, and all else becomes a folder, with the names that the paths encode."""
    public = publish(small)

    for name in (
        "news/2019/course/index.html", "old.html", "tin-tức/index.html", "a/index.html",
        "b.aspx/index.html", """it's;{"a"}$b (c)+*/index.html""",
    ):  # fmt: skip
        assert (public / name).is_file(), name


def test_newsroom_without_aliases_has_no_lists(small: Path) -> None:
    """Where nothing moved there is nothing to say."""
    build(load_newsroom(small), NOW, out=small / "public")

    assert [name for name in tree(small / "public") if "redirect" in name] == []


@pytest.mark.parametrize("keys", ["draft: true\n", "embargo: 2024-02-15T00:00:01Z\n"])
def test_aliases_of_held_releases_are_nowhere(small: Path, keys: str) -> None:
    """An old address of what is held would tell of it: it is in no list and has no page."""
    public = publish(small, keys, "Held")

    assert not any(b"moved" in data or b"old.html" in data for data in tree(public).values())
    assert not any("old" in name or "redirect" in name for name in tree(public))


def test_lifted_alias_leaves_with_its_release(small: Path) -> None:
    """When a release goes, the pages of its old addresses go with it."""
    public = publish(small)
    (small / "releases/2024-02-05-moved.vi.md").unlink()
    build(load_newsroom(small), NOW, out=public)

    assert not (public / "news").exists()
    assert not (public / "_redirects").exists()


def test_hosts_list_is_three_words_a_line(small: Path) -> None:
    """`_redirects` has a source, a target and 301 in each line, in characters of an address."""
    below(small, "/press/")
    lines = (publish(small) / "_redirects").read_bytes().decode("ascii").splitlines()

    assert "/press/tin-t%E1%BB%A9c/ /press/vi/2024/02/moved/ 301" in lines
    assert "/press/old.html /press/vi/2024/02/moved/ 301" in lines
    assert {len(line.split(" ")) for line in lines} == {3}
    assert not any({"*", ":"} & set(line) for line in lines)  # placeholders, to both hosts


def test_same_place_in_two_spellings_is_one_redirect(small: Path) -> None:
    """An alias that is written twice makes one file."""
    newsroom = load_newsroom(small)
    made = edition(aliases=("/a/", "/a", "/a/index.html", "/%61"))

    assert [each.file for each in redirects([made], Addresses(newsroom))] == ["a/index.html"]


def wanted(prefix: str) -> list[str]:
    """Give paths that must lead on."""
    paths = [
        "news/2019/course", "news/2019/course/", "news/2019/course/index.html", "old.html",
        "tin-tức", "tin-tức/", "a", "a/", "b.aspx", "b.aspx/", """it's;{"a"}$b (c)+*""",
    ]  # fmt: skip
    return [quote(prefix + path) for path in paths]


def status(port: int, path: str) -> tuple[int, str]:
    """Ask a server for a path, and give the status and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    found = connection.getresponse()
    connection.close()
    return found.status, found.getheader("Location") or ""


def nginx_settings(root: Path, public: Path, port: int) -> str:
    """Write an nginx configuration that includes the map."""
    temporary = "".join(
        f"{name}_temp_path {root}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # else it may not look into our folders
    return f"""{user} daemon off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{}}
http {{
  access_log off; {temporary}
  map_hash_bucket_size 512;
  map $uri $moved {{ include {public}/redirects.nginx.map; }}
  server {{
    listen 127.0.0.1:{port}; absolute_redirect off;
    if ($moved) {{ return 301 $moved; }}
    location /press/ {{ alias {public}/; }}
  }}
}}
"""


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_redirects(small: Path, tmp_path: Path, port: int) -> None:
    """A real nginx sends every old address on, and serves the new one."""
    below(small, "/press/")
    public = publish(small)
    (tmp_path / "nginx.conf").write_text(nginx_settings(tmp_path, public, port))
    words = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    with running(words, tmp_path / "error.log", port):
        found = {path: status(port, path) for path in wanted("/press/")}

        assert found == dict.fromkeys(found, (301, "/press/vi/2024/02/moved/"))
        assert status(port, "/press/vi/2024/02/moved/")[0] == 200
        assert status(port, "/press/news/2019/course/more")[0] == 404


APACHE = """
ServerRoot {root}
PidFile {root}/httpd.pid
ErrorLog {root}/error.log
ServerName press.example.org
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule dir_module {modules}/mod_dir.so
Alias /press/ {public}/
Include {public}/redirects.apache.conf
<Directory {public}>
  Require all granted
</Directory>
"""
MODULES = Path("/usr/lib/apache2/modules")


@pytest.mark.skipif(
    not (shutil.which("apache2") and MODULES.is_dir()), reason="Apache is not installed"
)
def test_apache_redirects(small: Path, tmp_path: Path, port: int) -> None:
    """A real Apache sends every old address on, and serves the new one."""
    below(small, "/press/")
    public = publish(small)
    settings = APACHE.format(root=tmp_path, port=port, modules=MODULES, public=public)
    (tmp_path / "httpd.conf").write_text(settings)
    for folder in (tmp_path, small, public):
        folder.chmod(0o755)
    words = ["apache2", "-f", str(tmp_path / "httpd.conf"), "-DFOREGROUND"]
    with running(words, tmp_path / "error.log", port):
        found = {path: status(port, path) for path in wanted("/press/")}

        to = f"http://127.0.0.1:{port}/press/vi/2024/02/moved/"
        assert found == dict.fromkeys(found, (301, to))
        assert status(port, "/press/news/2019/course/more")[0] == 404
