"""The form in which builds are remembered: whole or not at all, and nothing wrong is believed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.memory import form
from dateline.memory.form import ForgottenError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give the place of a file of memory, whose folder is not there yet."""
    return tmp_path / "memory/releases"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(PLAIN, max_size=3))
def test_what_was_saved_comes_back(place: Path, values: list[Any]) -> None:
    """Plain values come back as they were, and of the same types."""
    form.save(str(place), "2.0 a", values)

    found = form.load(str(place), "2.0 a")
    assert repr(found) == repr(values)
    assert [each.name for each in place.parent.iterdir()] == [place.name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0), cut=st.booleans())
def test_no_damage_is_believed(place: Path, number: int, cut: bool) -> None:
    """Whichever bit is flipped and wherever it is cut, what is not as it was is not believed."""
    form.save(str(place), "2.0 a", ("text", 12, b"bytes"))
    data = bytearray(place.read_bytes())
    at = number % (8 * len(data))
    if cut:
        del data[at // 8 :]
    else:
        data[at // 8] ^= 1 << at % 8
    place.write_bytes(data)

    with pytest.raises(ForgottenError) as found:
        form.load(str(place), "2.0 a")

    assert str(found.value)


def test_nothing_remembered_is_no_news(place: Path) -> None:
    """Where nothing was ever remembered there is nothing to tell."""
    with pytest.raises(ForgottenError, match=r"^$"):
        form.load(str(place), "2.0 a")


def test_another_software_remembers_nothing(place: Path) -> None:
    """What an older Dateline wrote is not read, and it is said why."""
    form.save(str(place), "1.9 a", ())

    with pytest.raises(ForgottenError, match="another version of Dateline, Python or a library"):
        form.load(str(place), "2.0 a")


def test_place_that_cannot_be_read(place: Path) -> None:
    """What cannot be read is told with the reason that the system gives."""
    place.mkdir(parents=True)

    with pytest.raises(ForgottenError, match=r"^it cannot be read: Is a directory$"):
        form.load(str(place), "2.0 a")


def test_no_plain_value_is_refused(place: Path) -> None:
    """An object is never written: what is read back could run code else."""
    with pytest.raises(ValueError, match="unmarshallable"):
        form.save(str(place), "2.0 a", ["plain", object()])

    assert list(place.parent.iterdir()) == []


def test_disk_that_refuses(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, what stands there is of an earlier build, and goes."""
    form.save(str(place), "2.0 a", "before")

    def full(*_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    form.save(str(place), "2.0 a", "after")

    assert list(place.parent.iterdir()) == []


def test_forgetting(place: Path) -> None:
    """What is forgotten is gone; to forget what is not there is no error."""
    form.save(str(place), "2.0 a", ())

    for _ in range(2):
        form.forget(str(place))

    assert not place.exists()
