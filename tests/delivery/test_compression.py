"""Compressed twins: the same bytes on every machine, and only where they help."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime
from pathlib import Path

from dateline.build import build
from dateline.delivery.compression import compress, with_twins
from dateline.model import Artifact
from dateline.parts import Block, Part, artifacts, nothing
from dateline.settings import load_newsroom
from tests.output.test_publish import tree
from tests.parts import always

TEXT = ("Thông cáo báo chí của văn phòng. " * 100).encode()


def twins(*made: Artifact) -> list[str]:
    return [artifact.path for artifact in artifacts(with_twins(always(lambda: made)))]


def test_bytes_are_the_same_everywhere() -> None:
    """The library's version decides the bytes, and it is pinned: machine and day do not matter."""
    packed = compress(TEXT)

    assert gzip.decompress(packed) == TEXT
    assert packed[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF])  # no time, no name
    assert hashlib.sha256(packed).hexdigest()[:16] == "b666917aa46e321a"


def test_only_what_shrinks_has_a_twin() -> None:
    """Pictures, tiny files and what does not shrink stay alone."""
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(64))

    assert twins(Artifact("a.html", TEXT)) == ["a.html", "a.html.gz"]
    assert twins(Artifact("a.png", TEXT)) == ["a.png"]
    assert twins(Artifact("a.html", b"short")) == ["a.html"]
    assert twins(Artifact("a.txt", noise)) == ["a.txt"]


def test_twins_come_and_go_with_the_setting(small: Path, now: datetime) -> None:
    """A build with `gzip` writes them, the next is idle, one without removes them."""
    settings = small / "dateline.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text(f"{plain}\n[delivery]\ngzip = true\n", encoding="utf-8")
    build(load_newsroom(small), now, out=small / "public")
    files = tree(small / "public")
    packed = [name for name in files if name.endswith(".gz")]
    again = build(load_newsroom(small), now, out=small / "public")
    settings.write_text(plain, encoding="utf-8")
    without = build(load_newsroom(small), now, out=small / "public")

    assert "en/index.html.gz" in packed
    assert all(gzip.decompress(files[name]) == files[name[:-3]] for name in packed)
    assert (again.written, again.removed) == (0, 0)
    assert without.removed == len(packed)


def test_blocks_stay_blocks() -> None:
    """Parts that are asked for together are so with their twins, and not made before."""
    made = []

    def parts() -> list[Part]:
        made.append(1)
        return [Part("page", nothing, lambda: [Artifact("index.html", TEXT)])]

    block = Block("all", lambda: ["page"], nothing, parts)

    (twinned,) = with_twins([block])

    assert isinstance(twinned, Block)
    assert (twinned.name, twinned.names, twinned.key, made) == ("all", ("page",), block.key, [])
    assert [artifact.path for artifact in artifacts([twinned])] == ["index.html", "index.html.gz"]
