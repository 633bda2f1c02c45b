"""Judge HTML, CSS and SVG files by the Nu checker (vnu.jar), through Java and no shell.

Does not know Dateline, and does not follow links: a missing picture is no fault here. Its language
guess warns where a page's words and its `lang` seem to differ, which short pages may not deserve.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import unquote

VNU: Final = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# A run for each kind: with --also-check-css the lines of HTML count from 0 (vnu 26.9.27).
FLAGS: Final[dict[str, list[str]]] = {".css": ["--css"], ".svg": ["--svg"]}

Kind = Literal["error", "warning", "info", "fatal"]


@dataclass(frozen=True)
class HtmlMessage:
    """One thing that the Nu checker says of a file."""

    file: Path
    line: int
    column: int
    kind: Kind
    text: str
    extract: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.kind}: {self.text}"


def html_available() -> str | None:
    """Say why HTML cannot be judged on this machine, or None if it can."""
    if shutil.which("java") is None:
        return "java is not installed (Debian: default-jre-headless)"
    if not VNU.is_file():
        return "npm install --prefix tests/browser has not been run"
    return None


def check_html(files: Iterable[Path]) -> list[HtmlMessage]:
    """Tell what the Nu checker says of files; a missing one raises, as vnu would be silent."""
    groups: dict[str, list[str]] = {}
    for file in files:
        kind = file.suffix if file.suffix in FLAGS else ""
        groups.setdefault(kind, []).append(str(file.resolve(strict=True)))
    return [said for kind, names in groups.items() for said in _ask(FLAGS.get(kind, []), names)]


def _ask(flags: list[str], names: list[str]) -> list[HtmlMessage]:
    # Most of a short run is the compiler's; the checker asks for a deep stack itself.
    quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m"]
    java = ["java", *quick, "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-jar", str(VNU)]
    common = ["--stdout", "--exit-zero-always", "--format", "json"]
    done = subprocess.run(
        [*java, *common, *flags, *names], capture_output=True, check=False, timeout=600
    )
    try:
        answer = json.loads(done.stdout.decode("utf-8"))
    except ValueError as error:
        heard = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise RuntimeError(f"vnu.jar did not answer in JSON: {heard[-2000:]}") from error
    return [_message(said) for said in answer["messages"]]


def _message(said: dict[str, Any]) -> HtmlMessage:
    """Read one message: `type` is error, info or non-document-error, `subType` refines it."""
    kind: Kind = "error" if said["type"] == "error" else "info"
    if said.get("subType") == "warning":
        kind = "warning"
    if said.get("subType") == "fatal" or said["type"] == "non-document-error":
        kind = "fatal"
    return HtmlMessage(
        file=Path(unquote(said.get("url", "").removeprefix("file:"))),
        line=said.get("lastLine", 0),
        column=said.get("firstColumn", said.get("lastColumn", 0)),
        kind=kind,
        text=said["message"],
        extract=said.get("extract", ""),
    )
