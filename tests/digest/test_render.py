"""What a build publishes of digests: whole months, four files each, a web view that tells all."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from dateline.digest import pieces
from dateline.errors import TemplateError
from dateline.pages import make_frames
from dateline.parts import artifacts
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import letter_of, newsroom_in, site_of
from tests.editions import edition

GOLDEN = Path(__file__).parent / "golden"


def files(site: Site) -> dict[str, str]:
    """Render every digest; gives texts by path."""
    frames = make_frames(site).values()
    found = [a for frame in frames for a in artifacts(pieces(site, frame))]
    texts = {artifact.path: artifact.content.decode() for artifact in found}
    assert len(texts) == len(found)
    return texts


def test_four_files_a_month(site: Site) -> None:
    """Each closed month of each language has a web view, HTML, text and a letter."""
    names = ("digest.eml", "digest.html", "digest.txt", "index.html")
    folders = ("en/digests/press/2024-02/", "vi/digests/press/2024-02/")

    assert sorted(files(site)) == [folder + name for folder in folders for name in names]


def test_open_month_waits(newsroom: Newsroom) -> None:
    """The month that is not over has no digest yet."""
    assert files(site_of(newsroom, [edition("2024-03-04-new")])) == {}


def test_feed_without_digest(tmp_path: Path) -> None:
    """A feed whose digest is `none` has none."""
    newsroom = newsroom_in(tmp_path, press='title = "Press"\ndigest = "none"\n')

    assert files(site_of(newsroom, [edition()])) == {}


def test_web_view_tells_all(newsroom: Newsroom) -> None:
    """The web view has every release whole, even where the letter counts them only."""
    many = [edition(f"2024-02-01-r{n}", summary="Dài. " * 300) for n in range(150)]
    found = files(site_of(newsroom, many))
    page = html.document_fromstring(found["en/digests/press/2024-02/index.html"])

    assert len(page.findall(".//ol[@class='releases']/li")) == 150
    assert page.text_content().count("Dài. " * 299) == 150
    assert "more releases" in found["en/digests/press/2024-02/digest.html"]


def test_web_view_leads_on(newsroom: Newsroom) -> None:
    """The web view leads to its neighbours, its files and the same digest in other languages."""
    stems = ("2023-12-05-a", "2024-01-05-b", "2024-02-05-c")
    site = site_of(newsroom, [*map(edition, stems), edition(stems[1], "vi")])
    page = html.document_fromstring(files(site)["en/digests/press/2024-01/index.html"])
    hrefs = {link.get("href") for link in page.iter("a")}
    alternates = {link.get("hreflang") for link in page.iter("link") if link.get("hreflang")}

    assert {"digest.html", "digest.txt", "digest.eml"} <= hrefs
    assert {"/en/digests/press/2023-12/", "/en/digests/press/2024-02/"} <= hrefs
    assert {"en", "vi", "x-default"} <= alternates
    assert page.findtext(".//h1") == "Press releases, January 2024"


def test_order_of_files_does_not_matter(site: Site) -> None:
    """The same editions in another order give the same bytes."""
    again = site_of(site.newsroom, reversed(site.archive.editions))

    assert files(site) == files(again)


def test_held_release_leaks_nowhere(newsroom: Newsroom) -> None:
    """A release that is held leaves no trace in any digest."""
    held = edition("2024-02-05-held", title="SECRET", summary="SECRET", draft=True)
    found = files(site_of(newsroom, [edition(), held]))

    assert found
    assert not [path for path, text in found.items() if "SECRET" in text]
    assert "1 release" in found["en/digests/press/2024-02/digest.txt"]


def test_golden_letter(site: Site, update_golden: bool) -> None:
    """The letter is the one that was reviewed, byte by byte."""
    golden = GOLDEN / "press-2024-02.eml"
    letter = letter_of(site)
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(letter)

    assert letter == golden.read_bytes()


@pytest.mark.parametrize("broken", ["{{ nothing }}", "{% for %}", "<table>{{ 1 / 0 }}"])
def test_broken_own_template(newsroom: Newsroom, broken: str) -> None:
    """A mistake in a newsroom's own mail template is told, with the template's name."""
    own = newsroom.root / "templates" / "digest.html"
    own.parent.mkdir()
    own.write_text(broken, encoding="utf-8")

    with pytest.raises(TemplateError, match=r"digest\.html"):
        files(site_of(newsroom, [edition()]))


def test_own_template_is_inlined(newsroom: Newsroom) -> None:
    """A newsroom's own mail template gets its styles inlined, loops in tables included."""
    own = newsroom.root / "templates" / "digest.html"
    own.parent.mkdir()
    own.write_text(
        "<style>td { color: red }</style><table><tbody><!--{% for e in chosen.entries %}-->"
        '<tr><td>{{ e.title if 2 > 1 else "&" }}</td></tr><!--{% endfor %}--></tbody></table>',
        encoding="utf-8",
    )
    found = files(site_of(newsroom, [edition(), edition("2024-02-02-b")]))
    text = found["en/digests/press/2024-02/digest.html"]

    assert text.count('<tr><td style="color: red;">Online course opens</td></tr>') == 2
