"""No file may stand where `gzip` of dateline.toml writes a compressed twin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline import addresses
from dateline.checks.identity import DUPLICATE_ADDRESS
from dateline.model import Edition, LocalFile
from dateline.problems import Place, Problem
from dateline.reading.locate import place_of
from dateline.settings import Newsroom

_PAGES = ("index.html", "index.txt")


def clashing_twins(
    editions: Iterable[Edition], assets: Iterable[str], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield the compressed files beside a file that gets a compressed twin itself."""
    if not newsroom.delivery.gzip:
        return
    there = set(assets) | {"assets/dateline.css"}
    for path in sorted(there):
        if addresses.has_twin(path[:-3]) and path.endswith(".gz") and path[:-3] in there:
            yield _told(Place(path), path)
    for edition in editions:
        names = {file.name for file in edition.files} | set(_PAGES)
        for file in edition.files:
            twinned = file.name.removesuffix(".gz")
            if twinned != file.name and twinned in names and addresses.has_twin(twinned):
                yield _told(_place(edition, file, newsroom), file.name)


def _told(where: Place, name: str) -> Problem:
    message = f"`{name}` is taken: `gzip` of dateline.toml writes it beside `{name[:-3]}`."
    return DUPLICATE_ADDRESS.broken(where, message, "Rename it, or leave it out.")


def _place(edition: Edition, file: LocalFile, newsroom: Newsroom) -> Place:
    """Give the place where a release names a file: under a key, else in its text."""
    if edition.picture and edition.picture.file == file:
        return place_of(newsroom.root, edition.path, ("image", "src"))
    for index, attachment in enumerate(edition.attachments):
        if attachment.file == file:
            return place_of(newsroom.root, edition.path, ("attachments", index, "file"))
    before, named, _ = edition.body.partition(f"]({file.name}")
    line = before.count("\n") if named else 0
    return Place(edition.path, edition.body_line + line)
