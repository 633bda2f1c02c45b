"""Judge a feed, an OPML list or a sitemap by the grammars in this folder.

`faults` asks xmllint (for XML) or jsonschema (for JSON Feed) first, and where the grammar is
content it asks `rules.py`. Does not know Dateline, files or the web; does not read the HTML inside
entries. xmllint's first line is often a side track: read all of them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal
from xml.etree import ElementTree as ET

from tests.schemas import rules

Format = Literal["atom", "rss", "json", "opml", "sitemap"]

HERE: Final = Path(__file__).parent
RULES: Final[dict[str, Callable[[ET.Element], list[str]]]] = {
    "atom": rules.atom,
    "rss": rules.rss,
    "opml": rules.opml,
    "sitemap": rules.sitemap,
}


def available() -> str | None:
    """Say why documents cannot be judged on this machine, or None if they can."""
    if shutil.which("xmllint") is None:
        return "xmllint is not installed (Debian: libxml2-utils)"
    if find_spec("jsonschema") is None:
        return "jsonschema is not installed (PyPI: jsonschema)"
    return None


def faults(document: bytes | str, form: Format) -> list[str]:
    """List what is wrong with a document; an empty list means that it is right."""
    raw = document.encode() if isinstance(document, str) else document
    if form == "json":
        return json_faults(raw)
    found = grammar_faults(raw, form)
    if found:
        return found + (_entry_faults(raw) if form == "atom" else [])
    written = rules.rss_titles(raw) if form == "rss" else []
    return written + RULES[form](ET.fromstring(raw))


def grammar_faults(raw: bytes, form: Format) -> list[str]:
    """List what xmllint says of an XML document under its grammar."""
    command = ["xmllint", "--nonet", "--noout", "--relaxng", str(HERE / f"{form}.rng"), "-"]
    answer = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=120)
    if answer.returncode == 0:
        return []
    lines = answer.stderr.decode("utf-8", "replace").splitlines()
    said = [line for line in lines if line and line != "- fails to validate"]
    return said or [f"xmllint ended with {answer.returncode} and no word"]


def _entry_faults(raw: bytes) -> list[str]:
    """Judge each Atom entry alone: of a feed xmllint only says that an entry is extra."""
    try:
        entries = ET.fromstring(raw).findall(f"{rules.ATOM}entry")
    except ET.ParseError:
        return []
    alone = [(entry.findtext(f"{rules.ATOM}id"), ET.tostring(entry)) for entry in entries]
    return [
        f"entry {name}: {said}" for name, text in alone for said in grammar_faults(text, "atom")
    ]


def json_faults(raw: bytes) -> list[str]:
    """List what the JSON Feed schema and rules say of a document."""
    from jsonschema import Draft202012Validator

    if raw.startswith(b"\xef\xbb\xbf"):
        return ["the document starts with a byte order mark (RFC 8259 section 8.1)"]
    try:
        feed = json.loads(raw.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as error:
        return [f"not JSON: {error}"]
    schema = json.loads((HERE / "jsonfeed.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(feed)
    said = [f"{error.json_path}: {error.message}" for error in found]
    return said or rules.json_feed(feed)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says the same key twice, of which parsers keep either."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError(f"a key stands twice in an object with {sorted(value)}")
    return value


def _no_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is not JSON")
