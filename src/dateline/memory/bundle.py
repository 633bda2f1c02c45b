"""Pack what parts of an output made, so that tens of thousands of files are read back at once.

What nobody asks for stays packed: a build reads the bundles of all that it keeps, looks at their
files, and writes them again as they are.
"""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

# A published file as a build left it: its path below the output, time of writing and size.
Output = tuple[str, int, int]
# A part of the output: what went into it, as a sum, and the files that it made.
Unit = tuple[bytes, tuple[Output, ...]]
_APART = "\0"  # in no path


class Bundle(NamedTuple):
    """Parts of the output that are looked at together, by their names, and their files.

    `key` is a sum of what goes into all of them, empty where they have nothing in common. `inner`
    are the parts' own keys with the number of their files; `stamps` are the files' times of
    writing and sizes, in turns.
    """

    key: bytes
    names: str
    inner: bytes
    paths: str
    stamps: bytes

    @property
    def files(self) -> int:
        """Count the files."""
        return len(self.stamps) // 16


def pack(key: bytes, units: Mapping[str, Unit]) -> Bundle:
    """Pack parts."""
    inner = [(own, len(outputs)) for own, outputs in units.values()]
    outputs = list(chain.from_iterable(each for _, each in units.values()))
    return Bundle(
        key=key,
        names=_APART.join(units),
        inner=marshal.dumps(inner),
        paths=_APART.join([output[0] for output in outputs]),
        stamps=array("q", chain.from_iterable(output[1:] for output in outputs)).tobytes(),
    )


def unpack(bundle: Bundle) -> dict[str, Unit]:
    """Give the parts of a bundle by their names."""
    inner = marshal.loads(bundle.inner)  # noqa: S302 -- of a form whose sum was right
    stamps = array("q", bundle.stamps)
    outputs = zip(paths_of(bundle), stamps[::2], stamps[1::2], strict=True)
    names = names_of(bundle)
    return {
        name: (key, tuple([next(outputs) for _ in range(count)]))
        for name, (key, count) in zip(names, inner, strict=True)
    }


def names_of(bundle: Bundle) -> list[str]:
    """Give the names of a bundle's parts."""
    return bundle.names.split(_APART) if bundle.names else []


def paths_of(bundle: Bundle) -> list[str]:
    """Give the paths of a bundle's files."""
    return bundle.paths.split(_APART) if bundle.paths else []


def is_whole(out: str, bundle: Bundle) -> bool:
    """Say whether all files of a bundle are as they were left, by size and time."""
    stamps = array("q", bundle.stamps)
    return is_there(out, zip(paths_of(bundle), stamps[::2], stamps[1::2], strict=True))


def is_there(out: str, outputs: Iterable[Output]) -> bool:
    """Say whether published files are as they were left, by size and time."""
    lstat = os.lstat
    try:
        for path, changed, size in outputs:
            status = lstat(f"{out}/{path}")
            if status.st_mtime_ns != changed or status.st_size != size:
                return False
    except OSError:
        return False
    return True
