"""Ids and addresses that were given stay given; what vanished is told, with how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.ledger.office import COURSE, COURSE_VI, FAIR, ID, LINE, NOW, Office

FAIR_ID = ID.replace("course", "fair")


def test_published_release_is_remembered(office: Office) -> None:
    """A line says id, moment, file, title and address, and the lines are sorted."""
    expected = [LINE, LINE.replace("course", "fair").replace("Course", "Fair")]

    assert expected == office.lines()


# What vanishes


def test_deleted_release_is_an_error(office: Office) -> None:
    """A published release whose file is gone stops the build, and is told in the ledger."""
    before = office.ledger.read_bytes()
    office.delete(COURSE)

    assert office.publish() == ["published.jsonl:1:1 published-vanished"]
    assert office.ledger.read_bytes() == before
    assert (office.root / "public/en/2024/02/course/index.html").exists()


def test_words_of_what_is_gone(office: Office) -> None:
    """Ledger and folder disagree: both are named, and how to mend it."""
    office.delete(COURSE)
    ((message, hint),) = office.check()

    assert message == (
        f"This release was published at `/en/2024/02/course/` from {COURSE}, and is gone."
    )
    assert "withdrawn" in hint
    assert "--allow-removal" in hint


def test_deleted_language_is_an_error(office: Office) -> None:
    """One language of a release that vanishes is a release that vanished to its readers."""
    office.put(COURSE_VI, "Khai mạc khóa học")
    office.publish()
    office.delete(COURSE_VI)

    assert office.publish() == ["published.jsonl:3:1 published-vanished"]


@pytest.mark.parametrize(
    ("keys", "place", "word"),
    [
        ("draft: true\n", f"{COURSE}:4:8", "is a draft again"),
        ("embargo: 2024-02-16T00:00:00Z\n", f"{COURSE}:4:10", "is held again"),
    ],
)
def test_unpublished_release_is_an_error(office: Office, keys: str, place: str, word: str) -> None:
    """A published release that becomes a draft or is held again is told at the key."""
    office.put(COURSE, "Course opens", keys)

    assert office.publish() == [f"{place} published-vanished"]
    assert word in office.check()[0][0]


def test_later_hour_holds_again(office: Office) -> None:
    """A date that is moved to a later hour holds a published release: told at the date."""
    office.write(
        COURSE, "---\ntitle: Course opens\ndate: 2024-02-01 18:00\nsummary: Free.\n---\nText.\n"
    )

    now = datetime(2024, 2, 1, 9, tzinfo=UTC)

    assert office.publish(now) == [f"{COURSE}:3:7 published-vanished"]


def test_translation_held_by_its_original_is_an_error(office: Office) -> None:
    """A translation that its original takes along is told as well, in its own file."""
    office.put(COURSE_VI, "Khai mạc khóa học")
    office.publish()
    office.put(COURSE, "Course opens", "draft: true\n")

    assert office.publish() == [
        f"{COURSE}:4:8 published-vanished",
        f"{COURSE_VI}:1:1 published-vanished",
    ]
    assert "since its original is a draft" in office.check()[1][0]


def test_withdrawn_release_is_no_error(office: Office) -> None:
    """A release that is withdrawn for all to see has not vanished."""
    office.put(COURSE, "Course opens", "withdrawn: {at: 2024-02-05, reason: Cancelled.}\n")

    assert office.publish() == []
    assert LINE in office.lines()


def test_release_withdrawn_before_it_was_public_is_not_remembered(office: Office) -> None:
    """What was withdrawn before its day never was published."""
    path = "releases/2024-02-10-never.md"
    office.put(path, "Never", "withdrawn: {at: 2024-02-05, reason: Cancelled.}\n")
    office.publish()

    assert len(office.lines()) == 2


def test_withdrawal_that_predates_is_still_a_withdrawal(office: Office) -> None:
    """A published release whose withdrawal is dated before it has not vanished."""
    office.put(COURSE, "Course opens", "withdrawn: {at: 2024-01-05, reason: Cancelled.}\n")

    assert not any("published-vanished" in told for told in office.publish())
    assert LINE in office.lines()


def test_broken_file_is_told_once(office: Office) -> None:
    """A published file that cannot be understood has its own problem, and has not vanished."""
    office.write(COURSE, "no keys\n")

    assert office.publish() == [f"{COURSE}:1:1 no-front-matter"]


def test_removal_is_allowed_on_somebodys_word(office: Office) -> None:
    """With --allow-removal the release goes, and its id is remembered as removed."""
    office.delete(COURSE)

    assert office.publish(allow_removal=True) == []
    assert office.publish() == []
    assert office.lines()[0] == LINE.replace("Course opens", "").replace("}", ',"fate":"removed"}')
    assert not (office.root / "public/en/2024/02/course").exists()


def test_release_taken_back_may_return(office: Office) -> None:
    """What became a draft on somebody's word is published again under its own id."""
    before = office.lines()
    office.put(COURSE, "Course opens", "draft: true\n")
    office.publish(allow_removal=True)
    assert '"fate":"held"' in office.lines()[0]
    assert office.publish() == []

    office.put(COURSE, "Course opens")

    assert office.publish() == []
    assert office.lines() == before


def test_held_release_that_is_deleted_is_removed(office: Office) -> None:
    """What was taken back and then deleted is gone for good, without further ado."""
    office.put(COURSE, "Course opens", "draft: true\n")
    office.publish(allow_removal=True)
    office.delete(COURSE)

    assert office.publish() == []
    assert '"fate":"removed"' in office.lines()[0]


def test_drafts_may_be_looked_at(office: Office) -> None:
    """A build with drafts publishes nothing, so that nothing vanishes by it."""
    office.put(COURSE, "Course opens", "draft: true\n")

    assert office.publish(out="drafts", keep=False, drafts=True) == []


def test_past_now_makes_nothing_vanish(office: Office) -> None:
    """At a moment before its publication, a release has not vanished."""
    now = datetime(2024, 1, 15, tzinfo=UTC)
    office.put("releases/2024-01-08-early.md", "Early")

    assert office.publish(now) == []
    assert len(office.lines()) == 3


# What is renamed


def test_renamed_file_without_id_is_told_with_the_mend(office: Office) -> None:
    """A renamed file would have a new id: the key that keeps the old one is named."""
    office.rename(COURSE, "releases/2024-02-01-online-course.md")
    ((message, hint),) = office.check()

    assert COURSE in message
    assert hint == (
        "If it was renamed to releases/2024-02-01-online-course.md, "
        "write `id: 2024-02-01-course` there."
    )


def test_renamed_file_of_another_title_is_found_by_its_address(office: Office) -> None:
    """A renamed file whose title changed too is known by the address that it kept."""
    office.delete(COURSE)
    office.put("releases/2024-02-01-online.md", "Online course opens", "slug: course\n")

    assert "2024-02-01-online.md" in office.check()[0][1]


def test_unrelated_new_file_is_no_rename(office: Office) -> None:
    """A new release of another title at another address is not taken for the one that is gone."""
    office.delete(COURSE)
    office.put("releases/2024-02-01-talks.md", "Talks begin")
    office.put("releases/2024-02-02-course.vi.md", "Course opens")

    assert office.check()[0][1].startswith("Restore the file")


def test_renamed_file_with_id_keeps_its_entry(office: Office) -> None:
    """`id:` lets a renamed file keep its id; the address that it left wants an alias."""
    new = "releases/2024-02-01-online-course.md"
    office.delete(COURSE)
    office.put(new, "Course opens", "id: 2024-02-01-course\n")

    assert office.publish() == [f"{new}:1:1 address-changed"]
    assert office.lines()[0] == LINE.replace("course.md", "online-course.md").replace(
        '"/en/2024/02/course/"}', '"/en/2024/02/online-course/","was":["/en/2024/02/course/"]}'
    )


def test_moved_folder_is_no_news(office: Office) -> None:
    """A file may move among the folders below releases/: only its path is noted anew."""
    (office.root / "releases/2024").mkdir()
    office.rename(COURSE, "releases/2024/2024-02-01-course.md")

    assert office.publish() == []
    assert '"path":"releases/2024/2024-02-01-course.md"' in office.lines()[0]


# What is used again


def test_id_of_a_removed_release_is_not_given_again(office: Office) -> None:
    """A new release may not stand in the place of one that was removed."""
    office.delete(COURSE)
    office.publish(allow_removal=True)
    office.put(COURSE, "Another course opens")

    assert office.publish() == [f"{COURSE}:1:1 id-reused"]
    assert office.publish(allow_removal=True) == [f"{COURSE}:1:1 id-reused"]
    assert "delete line 1 of published.jsonl" in office.check()[0][1]


def test_removed_release_returns_when_its_line_is_deleted(office: Office) -> None:
    """The mend that is named works: without its line, the release that came back is published."""
    before = office.lines()
    office.delete(COURSE)
    office.publish(allow_removal=True)
    office.put(COURSE, "Course opens")
    office.ledger.write_text("\n".join(office.lines()[1:]) + "\n")

    assert office.publish() == []
    assert office.lines() == before


def test_id_key_may_not_take_a_removed_id(office: Office) -> None:
    """Nor may `id:` give it to another file; told at the key."""
    new = "releases/2024-02-01-new.md"
    office.delete(COURSE)
    office.publish(allow_removal=True)
    office.put(new, "Another course opens", "id: 2024-02-01-course\n")

    assert office.publish() == [f"{new}:4:5 id-reused"]


def test_two_releases_may_not_swap_their_files(office: Office) -> None:
    """Two files whose names were exchanged would tell each reader the other story's update."""
    office.put(COURSE, "Fair opens")
    office.put(FAIR, "Course opens")

    assert office.publish() == [f"{COURSE}:1:1 id-reused", f"{FAIR}:1:1 id-reused"]


def test_two_releases_may_not_swap_their_ids(office: Office) -> None:
    """Nor may two files exchange ids by `id:`."""
    office.put(COURSE, "Course opens", "id: 2024-02-01-fair\n")
    office.put(FAIR, "Fair opens", "id: 2024-02-01-course\n")

    assert office.publish() == [f"{COURSE}:4:5 id-reused", f"{FAIR}:4:5 id-reused"]


def test_two_releases_may_swap_files_when_each_keeps_its_id(office: Office) -> None:
    """Exchanged names are right when each release takes its id along."""
    slugs = {"course": "slug: course\n", "fair": "slug: fair\n"}
    office.put(COURSE, "Fair opens", "id: 2024-02-01-fair\n" + slugs["fair"])
    office.put(FAIR, "Course opens", "id: 2024-02-01-course\n" + slugs["course"])

    assert office.publish() == []
    assert [f'"path":"{FAIR}"' in office.lines()[0], f'"path":"{COURSE}"' in office.lines()[1]] == [
        True,
        True,
    ]


def test_file_may_not_take_the_id_of_a_deleted_one(office: Office) -> None:
    """A published file that takes over another's id leaves its own, and misleads under both."""
    office.delete(FAIR)
    office.put(COURSE, "Course opens", "id: 2024-02-01-fair\n")

    assert office.publish() == [
        "published.jsonl:1:1 published-vanished",
        f"{COURSE}:4:5 id-reused",
    ]


@pytest.mark.parametrize("deleted", [False, True])
def test_held_release_may_not_return_under_anothers_id(office: Office, deleted: bool) -> None:
    """What was taken back does not come back in the place of another release."""
    office.put(COURSE, "Course opens", "draft: true\n")
    office.publish(allow_removal=True)
    office.put(FAIR, "Course opens")
    if deleted:
        office.delete(COURSE)
    else:
        office.put(COURSE, "Fair opens", "draft: true\n")

    assert office.publish() == [f"{FAIR}:1:1 id-reused"]


def test_corrected_title_is_the_same_release(office: Office) -> None:
    """A title may be corrected as often as need be."""
    office.put(COURSE, "Course begins")

    assert office.publish() == []
    assert '"title":"Course begins"' in office.lines()[0]


def test_titles_that_recur_are_no_swap(office: Office) -> None:
    """An office may give two releases the title that one of them had."""
    office.put(COURSE, "Fair opens")

    assert office.publish() == []


def test_same_title_in_two_languages_is_no_swap(office: Office) -> None:
    """Languages are apart: a title may be the same in both."""
    office.put(COURSE_VI, "COVID-19")
    office.publish()
    office.put(COURSE, "COVID-19")
    office.put(COURSE_VI, "Course opens")

    assert office.publish() == []


def test_new_authority_is_told_once(office: Office) -> None:
    """A changed `id_authority` gives everything a new id: one problem, not one an entry."""
    settings = office.root / "dateline.toml"
    settings.write_text(settings.read_text().replace("press.example.org,2003", "new.org,2026"))

    assert office.publish() == ["published.jsonl:1:1 id-authority-changed"]
    assert "press.example.org,2003" in office.check()[0][1]


# What moves


def test_changed_address_wants_an_alias(office: Office) -> None:
    """A changed slug is warned of at the key, with the alias to add."""
    office.put(COURSE, "Course opens", "slug: online\n")

    assert office.publish() == [f"{COURSE}:4:7 address-changed"]
    assert office.check() == [
        (
            "This release stood at `/en/2024/02/course/`.",
            "Add `/en/2024/02/course/` to its `aliases`.",
        )
    ]


@pytest.mark.parametrize(
    "alias", ["/en/2024/02/course/", "/en/2024/02/course", "/en/2024/02/course/index.html"]
)
def test_alias_covers_the_old_address(office: Office, alias: str) -> None:
    """With the alias, however it is spelled, all is well."""
    office.put(COURSE, "Course opens", f"slug: online\naliases: [{alias}]\n")

    assert office.publish() == []


def test_warning_stays_until_it_is_heard(office: Office) -> None:
    """Having built once does not silence it; going back to the old address does."""
    office.put(COURSE, "Course opens", "slug: online\n")
    office.publish()

    assert office.publish() == [f"{COURSE}:4:7 address-changed"]
    office.put(COURSE, "Course opens")
    assert office.publish() == [f"{COURSE}:1:1 address-changed"]
    assert office.check()[0][0] == "This release stood at `/en/2024/02/online/`."


def test_address_that_another_release_took(office: Office) -> None:
    """Where another release stands at the old address, no alias can help: it is named."""
    office.put(COURSE, "Course opens", "slug: online\n")
    office.put(FAIR, "Fair opens", "slug: course\n")

    assert office.publish() == [f"{COURSE}:4:7 address-changed", f"{FAIR}:4:7 address-changed"]
    assert FAIR in office.check()[0][0]


def test_changed_prefix_of_the_site_is_no_change(office: Office) -> None:
    """Addresses are remembered within the newsroom: a move of the whole is the server's errand."""
    settings = office.root / "dateline.toml"
    settings.write_text(settings.read_text().replace(".org/", ".org/press/"))

    assert office.publish() == []


def test_moment_is_the_earliest_known(office: Office) -> None:
    """A release is known from its first publication on, whatever its hour is corrected to."""
    office.write(
        COURSE, "---\ntitle: Course opens\ndate: 2024-02-01 09:00\nsummary: Free.\n---\nText.\n"
    )

    assert office.publish(NOW + timedelta(days=1)) == []
    assert office.lines()[0] == LINE
