"""Write what is remembered into files of one small form, and read them back or forget them.

A line that names the form, a line that names the software, a checksum, then values, each after its
length, as `marshal` writes them: the quickest of Python's forms, and one that holds plain values
alone.
"""

from __future__ import annotations

import marshal
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

_FORM = b"dateline memory 4\n"
_NUMBER = struct.Struct(">I")
_LENGTH = struct.Struct(">Q")


class ForgottenError(Exception):
    """What was remembered cannot be used; the message says why."""


def save(path: str, software: str, values: Iterable[Any]) -> None:
    """Write values one by one, all or none; where the disk refuses, nothing is remembered.

    Raises ValueError for what is no plain value.
    """
    staged = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 -- pathlib is slow
        with open(staged, "wb") as file:  # noqa: PTH123
            _write(file, software, values)
        os.replace(staged, path)  # noqa: PTH105
    except OSError:
        # What stands there is of an earlier build, and would be believed.
        for left in (staged, path):
            with suppress(OSError):
                os.unlink(left)  # noqa: PTH108
    except ValueError:
        os.unlink(staged)  # noqa: PTH108
        raise


def _write(file: IO[bytes], software: str, values: Iterable[Any]) -> None:
    file.write(_FORM + software.encode() + b"\n")
    place, checked = file.tell(), 0
    file.write(_NUMBER.pack(checked))
    for value in values:
        data = marshal.dumps(value)
        length = _LENGTH.pack(len(data))
        checked = zlib.crc32(data, zlib.crc32(length, checked))
        file.write(length)
        file.write(data)
    file.seek(place)
    file.write(_NUMBER.pack(checked))


def load(path: str, software: str) -> list[Any]:
    """Read values back.

    Raises ForgottenError, with an empty message where nothing was ever remembered.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            data = file.read()
    except FileNotFoundError:
        raise ForgottenError from None
    except OSError as failure:
        raise ForgottenError(f"it cannot be read: {failure.strerror}") from failure
    if not data.startswith(_FORM):
        raise ForgottenError("it is of another form")
    start = data.find(b"\n", len(_FORM)) + 1
    if data[len(_FORM) : start - 1] != software.encode():
        raise ForgottenError("it is of another version of Dateline, Python or a library")
    values = memoryview(data)[start + _NUMBER.size :]
    if data[start : start + _NUMBER.size] != _NUMBER.pack(zlib.crc32(values)):
        raise ForgottenError("it is damaged")
    return list(_values(values))


def _values(data: memoryview) -> Iterator[Any]:
    at = 0
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        # Makes values and runs nothing; the sum is right.
        yield marshal.loads(data[at : at + length])  # noqa: S302
        at += length


def forget(path: str) -> None:
    """Remove what was remembered."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108
