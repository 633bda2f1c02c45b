"""The CMS's configuration: valid by Sveltia's own schema, with every key that a CMS can know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dateline.editors.cms import cms_config
from dateline.editors.forms import fields_of
from dateline.reading.files import ReleaseName, release_name
from dateline.settings import load_newsroom
from tests.editors.test_schemas import HERE, REPOSITORY
from tests.reading.room import Room

SCHEMA = json.loads((REPOSITORY / "tests/schemas/sveltia-cms.json").read_text(encoding="utf-8"))


def config(root: Path) -> dict[str, Any]:
    """Give a newsroom's configuration, read back and valid."""
    made = yaml.safe_load(cms_config(load_newsroom(root)))
    jsonschema.Draft7Validator(SCHEMA).validate(made)
    return dict(made)


def widgets(fields: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give fields by their names."""
    return {field["name"]: field for field in fields}


@pytest.mark.parametrize("root", [REPOSITORY, HERE / "small"])
def test_every_key_has_a_widget(root: Path) -> None:
    """Releases and pages have a field for each key of front matter, and one for the text."""
    flat, whole, pages = config(root)["collections"]

    release = [field.name for field in fields_of("front-matter")]
    assert list(widgets(whole["fields"])) == [*release, "body"]
    assert set(release) - set(widgets(flat["fields"])) == {"image", "attachments"}
    assert list(widgets(pages["fields"])) == [f.name for f in fields_of("page")] + ["body"]


def test_widgets_fit_their_values() -> None:
    """Days are days, moments have a zone, choices are choices, tables hold their keys."""
    fields = widgets(config(REPOSITORY)["collections"][1]["fields"])

    assert {name: fields[name]["widget"] for name in ("title", "summary", "notes", "draft", "kind", "date", "image", "changes", "aliases")} == {
        "title": "string", "summary": "text", "notes": "markdown", "draft": "boolean", "kind": "select",
        "date": "datetime", "image": "object", "changes": "list", "aliases": "list",
    }  # fmt: skip
    assert fields["date"]["format"] == "YYYY-MM-DD"
    assert fields["embargo"]["format"].endswith("ssZ")
    assert widgets(fields["changes"]["fields"])["at"]["format"].endswith("ssZ")
    assert widgets(fields["coverage"]["fields"])["date"]["format"] == "YYYY-MM-DD"
    assert widgets(fields["image"]["fields"])["src"]["widget"] == "image"
    assert fields["draft"]["default"] is True
    assert [name for name, field in fields.items() if field.get("required")] == ["title", "date"]


def test_choices_are_the_newsrooms() -> None:
    """Topics and contacts are offered by their names."""
    newsroom = load_newsroom(REPOSITORY)
    fields = widgets(config(REPOSITORY)["collections"][0]["fields"])

    assert fields["topics"]["multiple"] is True
    assert fields["topics"]["options"] == [
        {"label": topic.name("en"), "value": key} for key, topic in newsroom.topics.items()
    ]
    assert fields["contacts"]["options"] == [{"label": "Press desk", "value": "press"}]


def test_what_is_no_language_is_shared() -> None:
    """Date, kind, embargo and the like are the same in every language; words are not."""
    fields = widgets(config(REPOSITORY)["collections"][0]["fields"])

    assert {fields[name]["i18n"] for name in ("date", "kind", "embargo", "draft", "topics")} == {
        "duplicate"
    }
    assert {fields[name]["i18n"] for name in ("title", "summary", "slug", "body")} == {True}


def test_file_names_are_those_of_releases() -> None:
    """The names that the templates give are names of releases, in each language."""
    newsroom = load_newsroom(REPOSITORY)
    made = config(REPOSITORY)
    values = {"year": "2024", "month": "02", "day": "01"}
    names = []
    for collection in made["collections"][:2]:
        stem = re.sub(r"\{\{(year|month|day)\}\}", lambda m: values[m[1]], collection["slug"])
        stem = stem.replace("{{slug}}", "online-course")
        path = collection["path"].replace("{{year}}", "2024").replace("{{slug}}", stem)
        names += [f"{collection['folder']}/{path}{suffix}.md" for suffix in ("", ".en", ".vi")]

    read = [release_name(name, newsroom.languages, newsroom.default_language) for name in names]

    assert made["i18n"]["structure"] == "multiple_files"
    assert [each.language for each in read if isinstance(each, ReleaseName)] == [
        "en",
        "en",
        "vi",
    ] * 2
    assert {each.stem for each in read if isinstance(each, ReleaseName)} == {
        "2024-02-01-online-course"
    }


def test_pictures_of_releases_wait_with_them() -> None:
    """A picture put into a release lies beside it: what lies in assets/ is public at once."""
    folders = {each["name"]: each.get("media_folder") for each in config(REPOSITORY)["collections"]}

    assert folders == {"releases": "", "releases-with-files": "", "pages": None}


def test_one_language_needs_no_translations(tmp_path: Path) -> None:
    """A newsroom of one language has no word of translation in its configuration."""
    room = Room(tmp_path / "newsroom")
    settings = (room.root / "dateline.toml").read_text(encoding="utf-8")
    one = settings.replace('[languages.vi]\nname = "Văn phòng báo chí"\n', "")
    room.write(
        "dateline.toml", one.replace(', vi = "Kỹ năng"', "").replace(".org/", ".org/office/", 1)
    )

    made = config(room.root)

    assert "i18n" not in json.dumps(made)
    assert made["public_folder"] == "/office/assets/uploads"
