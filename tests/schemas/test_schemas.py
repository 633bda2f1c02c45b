"""Show that the grammars pass good documents and refuse broken ones.

Each broken document is a good one with a single change, listed in `broken_atom` and
`broken_others`. Does not know Dateline's own output: the tests of feeds and output judge that with
the same harness.
"""

import pytest

from tests.schemas import broken_atom, broken_others, samples
from tests.schemas.harness import Format, available, faults

pytestmark = pytest.mark.skipif(available() is not None, reason=str(available()))

GOOD: dict[Format, str] = {
    "atom": samples.ATOM,
    "rss": samples.RSS,
    "json": samples.JSON,
    "opml": samples.OPML,
    "sitemap": samples.SITEMAP,
}
BROKEN: dict[Format, list[tuple[str, str, str]]] = {
    "atom": broken_atom.ATOM,
    "rss": broken_others.RSS,
    "json": broken_others.JSON,
    "opml": broken_others.OPML,
    "sitemap": broken_others.SITEMAP,
}
CHANGES = [
    pytest.param(form, old, new, id=f"{form}: {name}")
    for form, changes in BROKEN.items()
    for name, old, new in changes
]


@pytest.mark.parametrize("form", GOOD)
def test_a_good_document_has_no_faults(form: Format) -> None:
    """A document that keeps the rules is accepted."""
    assert faults(GOOD[form], form) == []


@pytest.mark.parametrize(("form", "old", "new"), CHANGES)
def test_a_broken_document_is_refused(form: Format, old: str, new: str) -> None:
    """A document with one thing wrong is refused."""
    broken = GOOD[form].replace(old, new, 1)

    assert broken != GOOD[form]
    assert faults(broken, form) != []


def test_an_archive_document_is_accepted() -> None:
    """A closed month with its current, previous and next documents is accepted."""
    archive = samples.ATOM.replace(
        broken_atom.HEAD,
        broken_atom.HEAD
        + "<fh:archive/>"
        + broken_atom.CURRENT
        + broken_atom.PREVIOUS.replace("prev", "next"),
    )

    assert faults(archive, "atom") == []


def test_a_complete_feed_without_entries_is_accepted() -> None:
    """A feed that fits whole, and is still empty, is accepted."""
    start, end = samples.ATOM.index("  <entry"), samples.ATOM.index("</feed>")
    empty = samples.ATOM[:start] + samples.ATOM[end:]
    whole = empty.replace("<author>", "<fh:complete/><author>").replace("prev-archive", "via")

    assert faults(whole, "atom") == []


def test_entries_that_name_their_authors_need_no_author_of_the_feed() -> None:
    """A feed without an author is accepted where each entry has one."""
    named = samples.ATOM.replace(broken_atom.AUTHOR, "").replace(
        "<published>", broken_atom.AUTHOR + "<published>"
    )

    assert faults(named, "atom") == []


def test_an_entry_alone_is_refused() -> None:
    """An entry document, which RFC 4287 knows too, does not pass for a feed."""
    start, end = samples.ATOM.rindex("<entry>") + 6, samples.ATOM.index("</feed>")
    entry = '<entry xmlns="http://www.w3.org/2005/Atom"' + samples.ATOM[start:end]

    assert faults(entry, "atom") == ["an entry alone is not a feed"]


def test_faults_of_an_entry_are_told_with_its_id() -> None:
    """Whoever reads a refusal learns which entry is meant and which value."""
    broken = samples.ATOM.replace("<published>2024-01-31", "<published>2024-01-32")

    said = "\n".join(faults(broken, "atom"))

    assert "2024-01-31-note#2024-02-01" in said
    assert "2024-01-32" in said


def test_a_sitemap_index_is_accepted() -> None:
    """The index of a large newsroom's sitemaps is accepted."""
    assert faults(samples.SITEMAP_INDEX, "sitemap") == []
