"""The one clock: --now, else SOURCE_DATE_EPOCH, else the time."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import dateline
from dateline.cli import clock
from dateline.errors import UsageError

PACKAGE = Path(dateline.__file__).parent


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without SOURCE_DATE_EPOCH."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2024-02-01T09:00:00+07:00", datetime(2024, 2, 1, 2, tzinfo=UTC)),
        ("2024-02-01t02:00:00z", datetime(2024, 2, 1, 2, tzinfo=UTC)),
        ("2024-02-01 02:00:00.5Z", datetime(2024, 2, 1, 2, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_now_is_given(given: str, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """--now takes RFC 3339, and goes before everything."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert clock.read_now(given) == moment


@pytest.mark.parametrize(
    "given",
    [
        "",
        "2024-02-01",
        "2024-02-01T09:00:00",
        "2024-02-01T09:00+07:00",
        "2024-02-30T09:00:00Z",
        "2024-02-01T25:00:00Z",
        "2024-02-01T09:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "now",
    ],
)
def test_other_forms_are_refused(given: str) -> None:
    """A moment without zone, or that does not exist, is wrong usage."""
    with pytest.raises(UsageError, match="--now"):
        clock.read_now(given)


def test_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH stands in for the clock (reproducible-builds.org)."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706752800")

    assert clock.read_now(None) == datetime(2024, 2, 1, 2, tzinfo=UTC)
    assert clock.fixed_now(None) == clock.read_now(None)


@pytest.mark.parametrize("text", ["yesterday", "1e9", "99999999999999", "-99999999999"])
def test_bad_epoch_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOURCE_DATE_EPOCH that is no number of seconds is never passed over in silence."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)

    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        clock.read_now(None)


def test_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fixed: the time it is, in UTC; an empty SOURCE_DATE_EPOCH is none."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")

    assert clock.fixed_now(None) is None
    assert abs(clock.read_now(None) - datetime.now(UTC)) < timedelta(seconds=5)


def test_nobody_else_reads_the_clock() -> None:
    """`cli/clock.py` is the only file of the package that asks what time it is."""
    readers = [
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if _reads(path)
    ]

    assert readers == ["cli/clock.py"]


def _reads(path: Path) -> bool:
    names = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime"}
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )
