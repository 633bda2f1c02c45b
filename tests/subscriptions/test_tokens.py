"""Tokens: made by the newest key, read by all, forged by nobody."""

from __future__ import annotations

import base64
import re
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from dateline.subscriptions.model import Choice
from dateline.subscriptions.tokens import LENGTH, Confirmation, ExpiredTokenError, KeyRing

ONE, TWO = b"1" * 32, b"2" * 32
RING = KeyRing({1: ONE})
NOW = datetime(2024, 2, 1, 9, tzinfo=UTC)
ASKED = Confirmation(7, 99, Choice.of(["press"], ["en", "vi"]), "vi", "Có, tôi muốn nhận tin.", NOW)
VALID = timedelta(hours=72)

ids = st.integers(min_value=0, max_value=2**56 - 1)
generations = st.integers(min_value=0, max_value=2**31 - 1)


@given(ids, generations)
def test_an_unsubscribe_token_names_its_subscriber(subscriber_id: int, generation: int) -> None:
    """A token is always 32 characters of an address, and proves whom it was made for."""
    token = RING.unsubscribe_token(subscriber_id, generation)
    claim = RING.read_unsubscribe_token(token)

    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", token)
    assert len(token) == LENGTH
    assert claim is not None
    assert (claim.subscriber_id, RING.proves(claim, generation)) == (subscriber_id, True)


@given(ids, generations, st.integers(min_value=0, max_value=LENGTH - 1), st.data())
def test_one_other_character_forges_nothing(
    subscriber_id: int, generation: int, index: int, data: st.DataObject
) -> None:
    """With any one character changed, a token proves nothing."""
    token = RING.unsubscribe_token(subscriber_id, generation)
    letters = sorted(set(string.ascii_letters + string.digits + "-_") - {token[index]})
    other = data.draw(st.sampled_from(letters))

    claim = RING.read_unsubscribe_token(token[:index] + other + token[index + 1 :])

    assert claim is None or not RING.proves(claim, generation)


@given(ids, generations, generations)
def test_a_token_is_of_one_generation(subscriber_id: int, one: int, two: int) -> None:
    """A token of another generation of the same id proves nothing."""
    claim = RING.read_unsubscribe_token(RING.unsubscribe_token(subscriber_id, one))

    assert claim is not None
    assert RING.proves(claim, two) == (one == two)


@given(st.text(max_size=40))
def test_any_text_may_come(text: str) -> None:
    """What is no token is read as none, and nothing fails."""
    claim = RING.read_unsubscribe_token(text)

    assert claim is None or not RING.proves(claim, 0)


def test_truncated_and_lengthened_tokens() -> None:
    """A token with an end missing or added, or with letters outside ASCII, is none."""
    token = RING.unsubscribe_token(7, 99)

    wrong = [token[:-1], token[:-4], token + "AAAA", token[:-1] + "ê", token[:-2] + "==", "", "A"]
    assert [RING.read_unsubscribe_token(text) for text in wrong] == [None] * len(wrong)


def test_the_mac_has_128_bits_and_tells_nothing_else() -> None:
    """A token holds version, id and 128 bits: neither an address nor a generation."""
    raw = base64.urlsafe_b64decode(RING.unsubscribe_token(7, 99))

    assert (raw[0], int.from_bytes(raw[1:8], "big"), len(raw[8:]) * 8) == (1, 7, 128)


def test_old_keys_stay_valid() -> None:
    """After a new key is made, old tokens are read, and new ones are of the new key."""
    both = KeyRing({2: TWO, 1: ONE})
    old = both.read_unsubscribe_token(RING.unsubscribe_token(7, 99))
    new = both.read_unsubscribe_token(both.unsubscribe_token(7, 99))

    assert old is not None
    assert new is not None
    assert [(each.version, both.proves(each, 99)) for each in (old, new)] == [(1, True), (2, True)]


def test_a_key_that_never_was() -> None:
    """A token of a version that there is not is none."""
    token = KeyRing({2: TWO}).unsubscribe_token(7, 99)

    assert RING.read_unsubscribe_token(token) is None


def test_an_addresss_hash_outlives_new_keys() -> None:
    """The hash of an address is the oldest key's, so that a suppression is found for ever."""
    both = KeyRing({1: ONE, 2: TWO})

    assert both.digest("a@example.org") == RING.digest("a@example.org")
    assert KeyRing({1: TWO}).digest("a@example.org") != RING.digest("a@example.org")


def test_derived_secrets_are_apart() -> None:
    """Each purpose has a secret of its own, which outlives new keys."""
    both = KeyRing({1: ONE, 2: TWO})

    assert both.secret(b"a") == RING.secret(b"a")
    assert len({both.secret(b"a"), both.secret(b"b"), ONE}) == 3


def test_fingerprints_tell_keys_apart_and_nothing_of_them() -> None:
    """Each key has a short fingerprint of its own that does not hold it."""
    found = KeyRing({1: ONE, 2: TWO}).fingerprints

    assert [len(each) for each in found.values()] == [8, 8]
    assert found[1] != found[2]
    assert found[1] not in ONE


def test_a_confirmation_comes_back_as_it_was() -> None:
    """What was asked for stands in the link, to the second it was made."""
    token = RING.confirmation_token(ASKED)

    assert RING.read_confirmation_token(token, NOW + timedelta(hours=71), VALID) == ASKED


def test_a_confirmation_expires() -> None:
    """After its time a link is known for an old one."""
    token = RING.confirmation_token(ASKED)

    with pytest.raises(ExpiredTokenError):
        RING.read_confirmation_token(token, NOW + timedelta(hours=73), VALID)


def test_a_clock_that_was_set_back() -> None:
    """A link from a clock that ran ahead is not taken for new: it is told to be asked again."""
    token = RING.confirmation_token(ASKED)

    with pytest.raises(ExpiredTokenError):
        RING.read_confirmation_token(token, NOW - timedelta(hours=1), VALID)


def test_a_confirmation_outlives_new_keys() -> None:
    """A link made before a new key is still good."""
    token = RING.confirmation_token(ASKED)

    assert KeyRing({1: ONE, 2: TWO}).read_confirmation_token(token, NOW, VALID) == ASKED


@given(st.text(max_size=300))
def test_any_text_is_no_confirmation(text: str) -> None:
    """What nobody signed is no confirmation."""
    assert RING.read_confirmation_token(text, NOW, VALID) is None


def test_a_forged_confirmation() -> None:
    """Another's key, a changed body or a cut end are no confirmation."""
    token = RING.confirmation_token(ASKED)
    foreign = KeyRing({1: TWO}).confirmation_token(ASKED)
    default = URLSafeTimedSerializer(ONE, salt="dateline").dumps([7, 99, "press/en", "en", ""])

    wrong = [foreign, default, "A" + token[1:], token[:-1], token.rpartition(".")[0]]
    assert [RING.read_confirmation_token(text, NOW, VALID) for text in wrong] == [None] * 5


def test_one_sort_of_token_is_not_the_other() -> None:
    """A confirmation link unsubscribes nobody, and an unsubscribe token confirms nothing."""
    assert RING.read_unsubscribe_token(RING.confirmation_token(ASKED)) is None
    assert RING.read_confirmation_token(RING.unsubscribe_token(7, 99), NOW, VALID) is None
