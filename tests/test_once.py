"""What is worked out once."""

from __future__ import annotations

from dateline.once import once


class Sum:
    """Counts how often it is worked out."""

    def __init__(self) -> None:
        self.asked = 0

    @once
    def value(self) -> int:
        """Give the sum."""
        self.asked += 1
        return 42


def test_is_worked_out_once() -> None:
    """However often a thing is asked, it works once; another thing does for itself."""
    one, other = Sum(), Sum()

    assert (one.value, one.value, one.asked, other.asked) == (42, 42, 1, 0)


def test_tells_of_itself() -> None:
    """Asked of the class, it is the property, with the words of what works it out."""
    assert Sum.value.__doc__ == "Give the sum."
