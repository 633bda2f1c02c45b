"""Parts are packed and come back as they were; files that are not as they were left are noticed."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.memory.bundle import Bundle, Unit, is_whole, names_of, pack, paths_of, unpack

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1)
STAMPS = st.integers(-(2**40), 2**62)
OUTPUTS = st.lists(st.tuples(WORDS, STAMPS, st.integers(0, 2**40)), max_size=4).map(tuple)
UNITS = st.dictionaries(WORDS, st.tuples(st.binary(max_size=32), OUTPUTS), max_size=5)


@given(units=UNITS, key=st.binary(max_size=16))
def test_parts_come_back(units: dict[str, Unit], key: bytes) -> None:
    """Names, keys and files come back in their order, through bytes; parts without files, too."""
    bundle = Bundle(*marshal.loads(marshal.dumps(tuple(pack(key, units)))))

    assert unpack(bundle) == units
    assert list(unpack(bundle)) == names_of(bundle) == list(units)
    assert paths_of(bundle) == [path for _, outputs in units.values() for path, _, _ in outputs]
    assert (bundle.key, bundle.files) == (key, len(paths_of(bundle)))


@pytest.mark.parametrize("deed", ["nothing", "edit", "touch", "remove"])
def test_files_as_they_were_left(tmp_path: Path, deed: str) -> None:
    """A bundle is whole while each of its files has its size and its time."""
    outputs = []
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
        outputs.append((name, (tmp_path / name).stat().st_mtime_ns, 3))
    bundle = pack(b"", {"both": (b"", tuple(outputs))})
    path, changed = tmp_path / "two", outputs[1][1]
    if deed == "edit":
        path.write_text("longer")
        os.utime(path, ns=(changed, changed))
    elif deed == "touch":
        os.utime(path, ns=(changed, changed + 1))
    elif deed == "remove":
        path.unlink()

    assert is_whole(str(tmp_path), bundle) == (deed == "nothing")
