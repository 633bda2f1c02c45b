"""Only what hangs on a broken key of the settings is left out beside them."""

from __future__ import annotations

from dateline.checks.beside import MAY_FOLLOW, despite
from dateline.problems import Place
from dateline.rulebook import rules
from dateline.settings.schema import NewsroomTable


def test_rules_and_keys_are_those_there_are() -> None:
    """What is left out has a rule, and hangs on a key of dateline.toml or on the feeds."""
    codes = {code for codes in MAY_FOLLOW.values() for code in codes}

    assert codes <= rules().keys()
    assert MAY_FOLLOW.keys() <= {*NewsroomTable.model_fields, "feeds"}


def test_what_hangs_on_no_broken_key_stays() -> None:
    """A problem stays unless one of the broken keys may have brought it about."""
    found = [rules()[code].broken(Place("a.md"), "") for code in ("unknown-topic", "dead-anchor")]

    assert despite(found, {"topics", "hub"}) == found[1:]
    assert despite(found, {"default_language"}) == found[:1]
    assert despite(found, ()) == found
