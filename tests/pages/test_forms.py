"""Pages that are filled in are the pages that would be rendered, byte for byte."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import markup, pages
from dateline.errors import TemplateError
from dateline.escaping import encoded, in_json
from dateline.model import Artifact
from dateline.pages import blocks, forms
from dateline.pages.listing import listed
from dateline.parts import artifacts
from dateline.rendering import open_site
from dateline.settings import load_newsroom
from dateline.site import Site

NOW = datetime(2024, 6, 1, tzinfo=UTC)
OWN = {
    "plain": (
        "release.html",
        "{% extends 'base.html' %}{% block content %}{{ release.title }}{{ body }}{% endblock %}",
    ),
    "reckoning": (
        "release.html",
        "{% extends 'base.html' %}{% block content %}{{ page.title|upper }}{% endblock %}",
    ),
    "mistaken": (
        "release.html",
        "{% extends 'base.html' %}{% block content %}{{ release.day }}{% endblock %}",
    ),
    "reckoning twin": ("release.txt", "{{ release.title|upper }} {{ body }}"),
    "machines": (
        "release.html",
        "{% extends 'base.html' %}{% block head %}{{ page.jsonld }}{{ dateline }}{% endblock %}",
    ),
}
WITH_FORMS = {"", "plain", "reckoning twin", "machines"}


@pytest.fixture
def varied(small: Path) -> Path:
    """Give a newsroom with releases of several shapes, and texts that are to be escaped."""
    folder = small / "releases"
    heads = {
        "2024-02-01-a": "title: A & 'b' 1 > 0\nsummary: It's 0 & 1.\nplace: Hà Nội\n",
        "2024-02-02-b": "title: B\ntopics: [skills, youth]\n",
        "2024-02-03-c": "title: C\nsummary: D\ntopics: [skills]\n",
        "2024-02-04-d": "title: E\nbyline: Somebody\n",
        "2024-02-05-e": "title: F\nkind: statement\nreference: G/1\n",
        "2024-02-06-f": "title: G\nkind: statement\n",
    }
    for stem, head in heads.items():
        text = f"---\n{head}date: {stem[:10]}\n---\n\nText & [more](/en/).\n"
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    text = "---\ntitle: Bản & dịch\ndate: 2024-02-03\ntopics: [skills]\n---\n\nChữ.\n"
    (folder / "2024-02-03-c.vi.md").write_text(text, encoding="utf-8")
    return small


def rendered(site: Site, monkeypatch: pytest.MonkeyPatch, after: int) -> tuple[list[Artifact], int]:
    """Render all releases and a list of them, after some filled in; count the pages' shapes."""
    monkeypatch.setattr(forms, "_WORTH_IT", after)
    made = pages.make_frames(site)
    found = []
    for key, frame in made.items():
        found += artifacts(blocks.cut(site, frame))
        lines = listed(frame, site.archive.editions)
        found.append(Artifact(key, "".join([line.markup for line in lines]).encode()))
    shapes = [template for frame in made.values() for template, _ in frame.forms.shapes]
    return found, shapes.count("release.html")


@pytest.mark.parametrize("own", ["", *OWN])
def test_every_shape_is_as_it_would_be_rendered(
    varied: Path, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    """With and without summary, topics and translation; by the theme and by a template of one's own."""
    if own:
        (varied / "templates").mkdir()
        name, source = OWN[own]
        (varied / "templates" / name).write_text(source, encoding="utf-8")
    site = open_site(load_newsroom(varied), NOW)

    whole, none = rendered(site, monkeypatch, 1_000)
    filled, some = rendered(site, monkeypatch, 0)

    assert whole == filled
    assert none == 0
    assert (some > 2) == (own in WITH_FORMS)


def test_first_release_that_fails_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page or its twin: as if all had been made one by one, in their order."""
    for release in (small / "releases").rglob("*.md"):
        release.unlink()
    (small / "templates").mkdir()
    spoil = {
        "release.html": "{% extends 'base.html' %}{% block content %}"
        "{% if topics %}{{ nope }}{% endif %}{% endblock %}",
        "release.txt": "{% if not release.summary %}{{ nothing }}{% endif %}",
    }
    for name, source in spoil.items():
        (small / "templates" / name).write_text(source, encoding="utf-8")
    heads = {
        "2024-02-01-a": "title: A\n",
        "2024-02-02-b": "title: B\nsummary: C\ntopics: [skills]\n",
    }
    for stem, head in heads.items():
        text = f"---\n{head}date: {stem[:10]}\n---\n\nText.\n"
        (small / "releases" / f"{stem}.md").write_text(text, encoding="utf-8")
    site = open_site(load_newsroom(small), NOW)
    told = []
    for after in (1_000, 0):
        with pytest.raises(TemplateError) as failure:
            rendered(site, monkeypatch, after)
        told.append(failure.value.message)

    assert told == ["templates/release.txt:1: 'nothing' is undefined"] * 2


@pytest.mark.parametrize("text", ["a", "\x7f", "a\x7fb"])
def test_texts_are_written_together_as_they_are_alone(text: str) -> None:
    """One that holds the mark between them, which no release may, is not cut apart."""
    texts = [["<", text], [], ["'&'"]]

    found = forms.together(texts, encoded)

    assert found == [[b"&lt;", text.encode()], [], [b"&#39;&amp;&#39;"]]


@pytest.mark.parametrize("text", ["</script><!-- & \"'\\", "Hà Nội 😀", "\x00\t\u2028\x7f", ""])
def test_texts_in_json_are_read_as_they_were(text: str) -> None:
    """A JSON parser reads the same; a page's reads no tag and no comment."""
    found = forms.together([[text, "<"]], in_json)[0]

    assert [text, "<"] == [json.loads(b'"%b"' % each) for each in found]
    assert not {*"<>&"}.intersection(found[0].decode())


def test_few_pages_are_not_worth_a_look_at_templates(
    varied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build after an edit makes a few pages: to find out whether they may be filled in takes longer."""
    site = open_site(load_newsroom(varied), NOW)

    _, shapes = rendered(site, monkeypatch, forms._WORTH_IT)

    assert shapes == 0


def test_template_with_a_mistake_is_not_looked_into(varied: Path) -> None:
    """Its rendering tells what is wrong."""
    (varied / "templates").mkdir()
    (varied / "templates" / "release.html").write_text("{% block %}", encoding="utf-8")
    site = open_site(load_newsroom(varied), NOW)

    assert not site.templates["en"].passes_on("release.html", {})


def test_bodies_just_rendered_are_kept(varied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more bodies than are kept, those of the block that is being made are not rendered again."""
    site = open_site(load_newsroom(varied), NOW)
    first, *others = [each for each in site.archive.editions if each.folder == ""][:5]
    asked: list[str] = []
    render = markup.render
    monkeypatch.setattr("dateline.site._MOST_BODIES", 4)
    monkeypatch.setattr(markup, "render", lambda text: asked.append(text) or render(text))

    for each in (first, *others, *others[1:], first):
        assert render(each.body).html == site.body(each)

    assert asked == [each.body for each in (first, *others, first)]
