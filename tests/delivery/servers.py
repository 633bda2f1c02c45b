"""Run a real nginx or Apache on loopback over a folder, with the settings that Dateline prints.

Debian's packages `nginx` and `apache2-bin`. Each server lives in a folder that the test gives, on
a port of its own, as whoever runs the test. Knows of Dateline only the snippet it is handed.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import PATIENCE, until
from tests.ports import kept_port

MODULES = Path("/usr/lib/apache2/modules")
APACHE_MODULES = (
    "mpm_event", "authz_core", "alias", "dir", "mime", "headers", "setenvif", "rewrite", "env",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a server answered; header names in small letters, repeated ones joined by a comma."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class WebServer:
    """A running server."""

    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; `if_none_match="…"` sends If-None-Match."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, headers=named)
            answer = line.getresponse()
            found: dict[str, str] = {}
            for name, value in answer.getheaders():
                key = name.lower()
                found[key] = f"{found[key]}, {value}" if key in found else value
            return Answer(answer.status, found, answer.read())


def available(name: str) -> str | None:
    """Say why `nginx` or `apache2` cannot be run on this machine, or None if it can."""
    package = {"nginx": "nginx", "apache2": "apache2-bin"}[name]
    if os.environ.get("CI"):  # there .ci/run installs them: a missing one is a failure
        return None
    return None if program(name) else f"{name} is not installed (Debian: {package})"


def program(name: str) -> str | None:
    """Find a server's program: Debian keeps them where only root looks."""
    return shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@contextmanager
def nginx(root: Path, snippet: str, home: Path) -> Iterator[WebServer]:
    """Serve a folder by nginx, the snippet included in its server block."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "dateline.conf").write_text(snippet, encoding="utf-8")
    words = [str(program("nginx")), "-p", str(home), "-c", str(home / "nginx.conf")]
    with kept_port() as port:
        (home / "nginx.conf").write_text(_nginx_settings(root, home, port), encoding="utf-8")
        with running(words, home / "error.log", port):
            yield WebServer(port)


def _nginx_settings(root: Path, home: Path, port: int) -> str:
    temporary = "".join(
        f"  {kind}_temp_path {home}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\npid {home}/pid;\nerror_log {home}/error.log;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\n  include /etc/nginx/mime.types;\n  access_log off;\n{temporary}"
        f"  server {{\n    listen 127.0.0.1:{port};\n    root {root};\n"
        f"    include {home}/dateline.conf;\n  }}\n}}\n"
    )


@contextmanager
def apache(root: Path, snippet: str, home: Path, *, site: Path) -> Iterator[WebServer]:
    """Serve a folder by Apache, the snippet saved as .htaccess of a folder within it."""
    home.mkdir(parents=True, exist_ok=True)
    (site / ".htaccess").write_text(snippet, encoding="utf-8")
    words = [str(program("apache2")), "-d", str(home), "-f", str(home / "httpd.conf")]
    with kept_port() as port:
        (home / "httpd.conf").write_text(_apache_settings(root, home, port), encoding="utf-8")
        checked = subprocess.run([*words, "-t"], check=False, capture_output=True)
        if checked.returncode != 0:
            raise RuntimeError(checked.stderr.decode())
        with running([*words, "-D", "FOREGROUND"], home / "error.log", port):
            yield WebServer(port)


def _apache_settings(root: Path, home: Path, port: int) -> str:
    modules = "".join(
        f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in APACHE_MODULES
    )
    # Apache serves nothing as root; its workers then need a folder that anybody may read.
    user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    return (
        f'{modules}{user}ServerRoot "{home}"\nServerName localhost\nListen 127.0.0.1:{port}\n'
        f'PidFile "{home}/pid"\nErrorLog "{home}/error.log"\nTypesConfig /etc/mime.types\n'
        f'DefaultRuntimeDir "{home}"\nDocumentRoot "{root}"\n'
        f'<Directory "{root}">\n  AllowOverride All\n  Options FollowSymLinks\n'
        "  Require all granted\n</Directory>\n"
    )


@contextmanager
def running(words: list[str], log: Path, port: int) -> Iterator[None]:
    """Run a server from its first answer to the end of the block."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def listens() -> bool:
        if process.poll() is not None:
            said = process.stdout.read().decode() if process.stdout else ""
            logged = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{words[0]} ended: {said}{logged}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        until(listens, f"{words[0]} does not listen")
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
