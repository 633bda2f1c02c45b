"""Ask Debian's SpamAssassin, with all its plugins and rules, what it thinks of a letter."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.mail.names import name_server

_PLUGINS = Path("/etc/spamassassin")
_RULE = re.compile(rb"^ *-?\d+\.\d (?:\[[^\]]*\] )?([A-Z][A-Z0-9_]+)", re.MULTILINE)
_POINTS = re.compile(rb"\((-?\d+\.\d) points, ")


def is_installed() -> bool:
    """Say whether it can be asked."""
    return shutil.which("spamassassin") is not None and any(_PLUGINS.glob("*.pre"))


def judged(content: bytes, records: Mapping[str, str], folder: Path) -> tuple[float, set[str]]:
    """Give a letter's points and the rules that it meets; `records` are all that DNS holds."""
    folder.mkdir()
    for plugins in _PLUGINS.glob("*.pre"):
        shutil.copy(plugins, folder)
    with name_server(records) as (port, asked):
        lines = ("dns_available yes", f"dns_server 127.0.0.1:{port}", "use_bayes 0")
        (folder / "local.cf").write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            ["spamassassin", "--test-mode", "--nocreate-prefs", "--siteconfigpath", str(folder)],
            input=content,
            capture_output=True,
            check=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )
    assert set(records) <= set(asked)
    report = done.stdout.rpartition(b"Content analysis details:")[2]
    (points,) = _POINTS.findall(report)
    return float(points), {name.decode() for name in _RULE.findall(report)}
