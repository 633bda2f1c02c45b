"""Write what is remembered into files of one small form, and read them back or forget them.

A line that names the form, a line that names the software, a checksum, then values as `marshal`
writes them: the quickest of Python's forms, and one that holds plain values alone.
"""

from __future__ import annotations

import marshal
import os
import zlib
from contextlib import suppress
from typing import Any

_FORM = b"dateline memory 3\n"
_SUM = 4


class ForgottenError(Exception):
    """What was remembered cannot be used; the message says why."""


def save(path: str, software: str, values: Any) -> None:
    """Write values, whole or not at all; where the disk refuses, nothing is remembered.

    Raises ValueError for what is no plain value.
    """
    data = marshal.dumps(values)
    staged = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 -- pathlib is slow
        with open(staged, "wb") as file:  # noqa: PTH123
            file.write(_FORM + software.encode() + b"\n" + _sum(data))
            file.write(data)
        os.replace(staged, path)  # noqa: PTH105
    except OSError:
        # What stands there is of an earlier build, and would be believed.
        for left in (staged, path):
            with suppress(OSError):
                os.unlink(left)  # noqa: PTH108


def load(path: str, software: str) -> Any:
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
    values = data[start + _SUM :]
    if data[start : start + _SUM] != _sum(values):
        raise ForgottenError("it is damaged")
    return marshal.loads(values)  # noqa: S302 -- makes values and runs nothing; the sum is right


def forget(path: str) -> None:
    """Remove what was remembered."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _sum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_SUM, "big")
