"""Changes and withdrawals must be of something that was public, and leave nobody in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.checks.roll import Roll
from dateline.checks.sure import knowing
from dateline.model import Edition, Withdrawal, came_before
from dateline.problems import Problem, error, warning
from dateline.reading.locate import place_of
from dateline.validation import Location

CHANGED_TOO_EARLY = warning(
    "changed-too-early",
    "Nobody read the release before it was public, so nobody is told of the change.",
    bad="date: 2024-02-01\nchanges: [{at: 2024-01-30, kind: major, note: It opens at nine.}]",
    good="date: 2024-02-01\nchanges: [{at: 2024-02-02, kind: major, note: It opens at nine.}]",
)
WITHDRAWN_TOO_EARLY = warning(
    "withdrawn-too-early",
    "What never was public needs no notice: the release stands nowhere, and nor does its title.",
    bad="date: 2024-02-01\nwithdrawn: {at: 2024-01-30, reason: It was cancelled.}",
    good="date: 2024-02-01\nwithdrawn: {at: 2024-02-03, reason: It was cancelled.}",
)
SAME_MOMENT = error(
    "same-moment",
    "Each major change becomes news of its own; which of them came first must not depend on luck.",
    bad="changes:\n"
    "- {at: 2024-02-03, kind: major, note: It opens at nine.}\n"
    "- {at: 2024-02-03, kind: major, note: It closes at five.}",
    good="changes:\n"
    "- {at: 2024-02-03 09:00, kind: major, note: It opens at nine.}\n"
    "- {at: 2024-02-03 15:30, kind: major, note: It closes at five.}",
)
WITHDRAWN_ALONE = warning(
    "withdrawn-alone",
    "Each edition is withdrawn for itself: readers of the other language go on reading it.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\n"
    "withdrawn: {at: 2024-02-03, reason: It was cancelled.}\n"
    "-- releases/2024-02-01-course.vi.md --\n"
    "title: Khai giảng khóa học",
    good="-- releases/2024-02-01-course.md --\n"
    "withdrawn: {at: 2024-02-03, reason: It was cancelled.}\n"
    "-- releases/2024-02-01-course.vi.md --\n"
    "title: Khai giảng khóa học\n"
    "withdrawn: {at: 2024-02-03, reason: Khóa học đã bị hủy.}",
)
REPLACED_BY_ITSELF = error(
    "replaced-by-itself",
    "A reader who looks for the replacement would come back to the notice.",
    bad="withdrawn: {at: 2024-02-03, reason: It was cancelled, replaced_by: 2024-02-01-course}",
    good="withdrawn: {at: 2024-02-03, reason: It was cancelled,"
    " replaced_by: 2024-01-08-first-course}",
)


def wrong_changes(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the changes that came before the release, and the major ones of one moment."""
    for edition in roll.having("changes"):
        majors = set()
        for index, change in enumerate(edition.changes):
            where: Location = ("changes", index, "at")
            if edition.unsure and not edition.knows(*where):
                continue
            if came_before(change, edition.public_from):
                yield CHANGED_TOO_EARLY.broken(
                    place_of(root, edition.path, where),
                    f"The change came before the release was public{_moment(edition)}.",
                    "Correct the moment, or remove the change.",
                )
            elif change.major and change.at in majors:
                yield SAME_MOMENT.broken(
                    place_of(root, edition.path, where),
                    "Another major change has the same moment.",
                    "Add the time of day to both, or make one note of them.",
                )
            majors |= {change.at} if change.major else set()


def wrong_withdrawals(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield withdrawals before the release, by itself, or of some of its editions only."""
    sure = roll.knowing("translation_key", "draft")
    gone = {edition.key for edition in sure.having("withdrawn") if not edition.draft}
    if not gone:
        return
    together: dict[str, list[Edition]] = {}
    for edition in sure.editions:
        if edition.key in gone and not edition.draft:
            together.setdefault(edition.key, []).append(edition)
    for release in together.values():
        staying = [each for each in knowing(release, "withdrawn") if not each.withdrawn]
        for edition in release:
            if edition.withdrawn:
                yield from _withdrawal(edition, edition.withdrawn, staying, root)


def _withdrawal(
    edition: Edition, withdrawn: Withdrawal, staying: list[Edition], root: Path
) -> Iterator[Problem]:
    if came_before(withdrawn, edition.public_from) and edition.knows("withdrawn", "at"):
        yield WITHDRAWN_TOO_EARLY.broken(
            place_of(root, edition.path, ("withdrawn", "at")),
            f"The withdrawal came before the release was public{_moment(edition)}.",
            "Correct the moment; for what never was public, write `draft: true`.",
        )
    if withdrawn.replaced_by == edition.stem:
        yield REPLACED_BY_ITSELF.broken(
            place_of(root, edition.path, ("withdrawn", "replaced_by")),
            "The release would be replaced by itself.",
            "Name another release, or remove the key.",
        )
    if staying:
        yield WITHDRAWN_ALONE.broken(
            place_of(root, edition.path, ("withdrawn", "at")),
            f"{_names(staying)} not withdrawn.",
            "Withdraw it too, if what it says is wrong in that language too.",
        )


def _names(editions: list[Edition]) -> str:
    paths = sorted(edition.path for edition in editions)
    return f"{', '.join(paths)} {'is' if len(paths) == 1 else 'are'}"


def _moment(edition: Edition) -> str:
    return f" ({edition.public_from.isoformat(timespec='minutes')})"
