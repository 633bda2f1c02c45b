r"""Put a rule's example into a tiny newsroom, so that what the documentation says can be tried.

An example is what `Rule.where` says: keys of a release's front matter, its text, a whole file,
several files, or lines of a named file. `\\u202e` stands for a character, `\\xff` for a byte, and
`⟨ab × 9⟩` for nine times `ab`. Of several files each starts with a line `-- path --`; a bare
`path` is a right release, `path -> target` a symbolic link, `path/` a folder, and `path (locked)`
a file without read permission.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.reading.room import PIXEL

RELEASE = "releases/2024-02-01-course.md"
OTHER = "releases/2024-01-08-first-course.md"
SETTINGS = """\
base_url = "https://press.example.org/"
timezone = "Asia/Ho_Chi_Minh"
id_authority = "press.example.org,2003"
default_language = "en"
[languages.en]
name = "Press office"
[languages.vi]
name = "Văn phòng báo chí"
[contacts.press]
name = "Press desk"
phone = "+84 24 3734 0902"
default = true
[topics]
skills = { en = "Skills", vi = "Kỹ năng" }
social-protection = { en = "Social protection", vi = "An sinh xã hội" }
"""
FEED = 'title = { en = "Press releases", vi = "Thông cáo báo chí" }\n'
KEYS = {"title": "Online course opens", "date": "2024-02-01", "summary": "It is free."}
_REPEAT = re.compile(r"⟨(.*?) × ([\d,]+)⟩", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})")
_MARKER = re.compile(r"^-- (.+) --\n?", re.MULTILINE)
_KEY = re.compile(r"([\w-]+):")
_LINE = re.compile(r"(?:[\w\"-]+)(?: ->.*)?")


def write_example(root: Path, example: str, where: str) -> None:
    """Write a newsroom that is right but for what the example says."""
    files = {"dateline.toml": SETTINGS, "feeds/press.toml": FEED}
    beside = {"course.png": PIXEL, "chart.png": PIXEL, "list.csv": b"a,b\n"}
    files.update(_files(example, where))
    for name, content in files.items():
        _write(root, name, content)
    for name, data in beside.items():
        _write(root, f"releases/{name}", data)
    releases = [name for name in files if name.startswith("releases")]
    if OTHER not in files and releases != ["releases/"]:
        _write(root, OTHER, release(OTHER, "title: First course opens"))


def _files(example: str, where: str) -> dict[str, str]:
    if where == "files":
        parts = _MARKER.split(example)
        if parts[0].strip():  # names alone, a line each
            return {name: release(name, "") for name in parts[0].splitlines()}
        return {
            name: _content(name, text) for name, text in zip(parts[1::2], parts[2::2], strict=True)
        }
    if where == "keys":
        name = f"releases/{_day(example)}-course.md"
        return {name: release(name, example)}
    if where == "text":
        return {RELEASE: release(RELEASE, "", example)}
    if where == "file":
        return {RELEASE: example}
    released = {RELEASE: release(RELEASE, "")} if where == "published.jsonl" else {}
    return {where: _content(where, example), **released}


def _day(keys: str) -> str:
    """Give the day that keys say, for the file's name; the usual one where there is none such."""
    found = re.search(r"^date: (\d{4}-\d{2}-\d{2})$", keys, re.MULTILINE)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else KEYS["date"]
    except ValueError:
        return KEYS["date"]


def _content(name: str, text: str) -> str:
    if name == "dateline.toml":
        return toml(SETTINGS, text)
    if name.startswith("feeds/"):
        return toml(FEED, text)
    if not name.endswith(".md") or text.startswith(("---", "\\")):
        return text
    is_keys = not text.strip() or _KEY.match(text)
    return release(name, text) if is_keys else release(name, "", text)


def release(name: str, keys: str, body: str = "The course opens today.") -> str:
    """Give a right release but for some keys, which go before those of the same name."""
    own = {match[1] for match in re.finditer(r"^([\w-]+):", keys, re.MULTILINE)}
    day = re.search(r"\d{4}-\d{2}-\d{2}", name)
    others = {**KEYS, "date": day[0] if day else KEYS["date"]}
    rest = [f"{key}: {value}" for key, value in others.items() if key not in own]
    lines = [line for line in (keys.strip("\n"), *rest) if line]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


def toml(base: str, lines: str) -> str:
    """Give settings with lines in them: keys in the place of their like, tables likewise."""
    head, tables = _tables(lines)
    base_head, base_tables = _tables(base)
    keys = {line.partition(" = ")[0] for line in head}
    kept = [line for line in base_head if line.partition(" = ")[0] not in keys]
    merged = {**base_tables, **tables}
    return "\n".join([*head, *kept, *(line for table in merged.values() for line in table)]) + "\n"


def _tables(text: str) -> tuple[list[str], dict[str, list[str]]]:
    head: list[str] = []
    tables: dict[str, list[str]] = {}
    current = head
    for line in text.splitlines():
        if line.startswith("["):
            current = tables.setdefault(line, [])
        if line:
            current.append(line)
    return head, tables


def _write(root: Path, name: str, content: str | bytes) -> None:
    link = re.fullmatch(r"(.+) -> (.+)", name)
    locked = name.removesuffix(" (locked)")
    path = root / (link[1] if link else locked)
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        path.mkdir(exist_ok=True)
    elif link:
        path.symlink_to(link[2])
    else:
        path.write_bytes(content if isinstance(content, bytes) else expanded(content))
        if locked != name:
            path.chmod(0)


def expanded(text: str) -> bytes:
    """Give the bytes that an example stands for."""
    text = _REPEAT.sub(lambda match: match[1] * int(match[2].replace(",", "")), text)
    parts = _ESCAPE.split(text)
    data = parts[0].encode()
    for letter, byte, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        data += (
            chr(int(letter, 16)).encode() if letter else bytes([int(byte, 16)])
        ) + rest.encode()
    return data
