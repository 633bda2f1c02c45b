"""The corpus is the same for everybody who makes it."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from benchmarks.facts import markdown
from benchmarks.prose import count_words
from benchmarks.stories import NOW, Corpus, later, stories, topics

SUM = "19f8e2c9b2e2f9a116f160d44152d13b10268285eda34ea5f69d9f733ddb0b5f"


def told(corpus: Corpus) -> str:
    """Give a sum of every file of a corpus."""
    total = hashlib.sha256()
    for story in stories(corpus):
        for language, edition in story.editions.items():
            total.update(f"{story.stem}.{language}\n{markdown(story, edition)}".encode())
    return total.hexdigest()


def test_corpus_is_the_same_everywhere() -> None:
    """Numbers of different days and machines are of the same releases, to the byte."""
    assert told(Corpus(50)) == SUM


def test_another_seed_tells_other_stories() -> None:
    """The seed decides."""
    assert told(Corpus(50, seed=2)) != SUM


def test_corpus_is_what_the_promise_says() -> None:
    """Twenty years, half translated, twelve topics, 300 to 500 words with all kinds of blocks."""
    found = list(stories(Corpus(400)))
    bodies = [edition.body for story in found for edition in story.editions.values()]
    words = [edition.words for story in found for edition in story.editions.values()]

    assert {story.at.year for story in found} == set(range(2006, 2026))
    assert 160 < sum(len(story.editions) == 2 for story in found) < 240
    assert {topic for story in found for topic in story.topics} == set(topics())
    assert min(words) >= 300
    assert max(words) <= 500
    assert all(mark in body for body in bodies for mark in ("\n## ", "\n- ", "\n> ", "\n| "))
    assert sum("](https://" in body for body in bodies) > len(bodies) * 0.9


def test_words_are_counted_as_the_census_counts_them() -> None:
    """A body says how many words it has; markup is none."""
    for story in stories(Corpus(20)):
        for edition in story.editions.values():
            plain = edition.body.replace("](", "] (").replace("*", "")
            links = edition.body.count("](")

            assert count_words(plain) - links == edition.words


def test_every_release_has_an_instant_and_a_name_of_its_own() -> None:
    """No tool has ties to break."""
    corpus = Corpus(300)
    found = [*stories(corpus), *(later(corpus, number) for number in range(50))]

    assert all(one.at < other.at for one, other in pairwise(found))
    assert len({story.slug for story in found}) == len(found)
    assert found[-1].at < NOW


def test_there_are_only_so_many_later_stories() -> None:
    """Beyond them instants would meet."""
    with pytest.raises(ValueError, match="50 stories"):
        later(Corpus(10), 50)
