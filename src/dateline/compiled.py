"""Keep compiled templates: the theme's beside their sources, a newsroom's own in the user's cache.

As Python keeps its modules in `__pycache__`: the theme is part of the program, and compiling it
took longer than rendering five hundred pages. Where nothing may be written there, the cache
takes the theme's too. Compiled templates are shared by all languages of a run.

What was compiled runs as it is, outside the sandbox: it is only taken from a folder to which
nobody else has a right, and never from the newsroom's, into which others commit.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

import jinja2.compiler
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from dateline import usercache


class CompiledTemplates(BytecodeCache):
    """Finds compiled templates in memory, beside the theme, or in a cache.

    `cache` need not be there; one to which others have a right is never used.
    """

    def __init__(self, theme: Path, cache: Path | None, *made_by: str) -> None:
        self._theme = theme
        self._cache = cache
        # What compiles is part of what is compiled: another Jinja2, or other extensions of ours.
        stamps = (Path(file).stat().st_mtime_ns for file in (jinja2.compiler.__file__, *made_by))
        self._stamp = f"{sys.implementation.cache_tag} {list(stamps)}"
        self._known: dict[tuple[str, str], CodeType] = {}
        self._files: dict[str, str] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Give the bucket of a template, filled where its compiled form is known."""
        # The code names its file, by which a mistake in it is told.
        checksum = self._sum(f"{filename}\n{source}")
        bucket = Bucket(environment, f"{type(environment).__name__}-{name}", checksum)
        self._files[bucket.key] = filename or ""
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from memory or a file; one that is damaged or stale is left empty."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        for folder in () if bucket.code else self._folders(bucket):
            if folder == self._cache and not usercache.is_private(folder):
                continue
            self._read(bucket, self._path(folder, bucket))
            if bucket.code:
                self._known[bucket.key, bucket.checksum] = bucket.code
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket; where the disk refuses, the template is compiled again the next time."""
        if bucket.code:
            self._known[bucket.key, bucket.checksum] = bucket.code
        for folder in self._folders(bucket):
            if folder != self._cache and sys.dont_write_bytecode:
                continue
            with suppress(OSError):
                if folder == self._cache:
                    usercache.make(folder)
                self._write(bucket, self._path(folder, bucket))
                return

    def _read(self, bucket: Bucket, path: Path) -> None:
        """Fill a bucket from a file, if it is the user's or lies with the program."""
        with suppress(OSError, ValueError, EOFError, TypeError), path.open("rb") as file:
            if self._theme in path.parents or usercache.is_ours(os.fstat(file.fileno())):
                bucket.load_bytecode(file)

    def _write(self, bucket: Bucket, path: Path) -> None:
        """Write a bucket whole or not at all: other builds may be reading it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_suffix(f".{os.getpid()}")
        try:
            with staged.open("wb") as file:
                bucket.write_bytecode(file)
            staged.replace(path)
        except OSError:
            staged.unlink(missing_ok=True)
            raise

    def _sum(self, source: str) -> str:
        return hashlib.sha256(f"{self._stamp}\n{source}".encode()).hexdigest()

    def _folders(self, bucket: Bucket) -> list[Path]:
        """Give where a template's compiled form may lie, best first."""
        is_themes = self._files[bucket.key].startswith(f"{self._theme}{os.sep}")
        folders = [self._theme / "__pycache__"] if is_themes else []
        return [*folders, self._cache] if self._cache else folders

    def _path(self, folder: Path, bucket: Bucket) -> Path:
        return folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"
