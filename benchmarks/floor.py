"""The least that any build must do: find the sources, read them, write the pages. Nothing else.

`python -m benchmarks.floor SOURCES MODEL OUTPUT` writes into OUTPUT, which must not be there,
exactly the files of MODEL. These are read into memory first, untimed: the floor needs no renderer.
Prints the seconds that the rest took, and how many of them on the processor.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time


def files(folder: str) -> Iterator[str]:
    """Give the path of every file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from files(entry.path)
            else:
                entry.stat()  # a build must know the size and the time of what it reads
                yield entry.path


def read(path: str) -> bytes:
    """Read a file, in the quickest way that Python has."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def write(path: str, content: bytes) -> None:
    """Write a new file, making its folder where it is missing."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 -- quicker
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(handle, content)
    finally:
        os.close(handle)


def floor(sources: str, pages: dict[str, bytes], output: str) -> tuple[float, float]:
    """Read every source and write every page; give the seconds, and the processor's."""
    started, busy = perf_counter(), process_time()
    for path in files(sources):
        read(path)
    for name, content in pages.items():
        write(f"{output}/{name}", content)
    return perf_counter() - started, process_time() - busy


def main() -> None:
    """Load what is to be written, then measure."""
    sources, model, output = sys.argv[1:]
    pages = {str(Path(path).relative_to(model)): read(path) for path in files(model)}
    print(*floor(sources, pages, output))


if __name__ == "__main__":
    main()
