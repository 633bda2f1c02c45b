"""Write a configuration of Decap CMS, which Sveltia CMS reads too.

https://decapcms.org/docs/configuration-options/, https://sveltiacms.app/en/docs
What no CMS of theirs can express is told in the file's head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from dateline.editors.forms import Field, fields_of
from dateline.settings import Contact, Newsroom, Topic

_HEAD = """\
# A configuration of Decap CMS and Sveltia CMS, made by `dateline editor cms`.
# Put it beside the CMS's own page, and name your repository below.
#
# What a CMS does not know, `dateline check` tells:
# - The day in a file's name is the release's only when it is made: rename the file with its date.
# - `date` is a day here; type a time into the file itself. x- keys are edited there too.
# - A file with fields that were left empty may hold `key: ""`: remove them.
# - Decap writes the default language's files with its suffix, too; both names mean the same.
# - Ids of topics and contacts are those of dateline.toml today: make this file anew with them.
"""
_SHARED = {"date", "kind", "topics", "contacts", "reference", "embargo", "draft", "changes",
           "withdrawn", "related", "order"}  # fmt: skip
_BESIDE = {"image", "attachments"}
_FORMATS: dict[str, dict[str, Any]] = {
    "day": {"format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False},
    "instant": {"format": "YYYY-MM-DDTHH:mm:ssZ"},
}
_STEM = "{{year}}-{{month}}-{{day}}-{{slug}}"


def cms_config(newsroom: Newsroom) -> str:
    """Give `config.yml` for the languages, topics and contacts of a newsroom."""
    languages = list(newsroom.languages)
    config: dict[str, Any] = {
        "backend": {"name": "github", "repo": "OWNER/REPOSITORY", "branch": "main"},
        "site_url": newsroom.base_url,
        "media_folder": "assets/uploads",
        "public_folder": f"{newsroom.base_path}assets/uploads",
        "slug": {"encoding": "ascii", "clean_accents": True},
    }
    if len(languages) > 1:
        config["i18n"] = {
            "structure": "multiple_files",
            "locales": [newsroom.default_language]
            + [key for key in languages if key != newsroom.default_language],
            "default_locale": newsroom.default_language,
            "omit_default_locale_from_file_path": True,
        }
    config["collections"] = list(_collections(newsroom, is_translated=len(languages) > 1))
    return _HEAD + yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=100)


def _collections(newsroom: Newsroom, *, is_translated: bool) -> Iterable[dict[str, Any]]:
    release = fields_of("front-matter", newsroom)
    plain = [field for field in release if field.name not in _BESIDE]
    page = fields_of("page", newsroom)
    dated = {"slug": _STEM, "summary": "{{year}}-{{month}}-{{day}} {{title}}"}
    # For pictures in the text of either kind: in assets/ they would be public at once.
    beside = {"media_folder": "", "public_folder": ""}
    shapes: list[tuple[str, str, Sequence[Field], dict[str, Any]]] = [
        ("releases", "Releases", plain,
         {"folder": "releases", "path": "{{year}}/{{slug}}", **dated, **beside}),
        ("releases-with-files", "Releases with pictures or files", release,
         {"folder": "releases", "path": "{{year}}/{{slug}}/index", **dated,
          **beside}),
        ("pages", "Pages", page, {"folder": "pages", "slug": "{{slug}}"}),
    ]  # fmt: skip
    for name, label, fields, more in shapes:
        yield {
            "name": name,
            "label": label,
            **more,
            "create": True,
            "extension": "md",
            "format": "yaml-frontmatter",
            **({"i18n": True} if is_translated else {}),
            "fields": [
                *_widgets(fields, newsroom, is_translated=is_translated),
                _body(is_translated=is_translated),
            ],
        }


def _body(*, is_translated: bool) -> dict[str, Any]:
    shown = {"name": "body", "label": "Text", "widget": "markdown"}
    return {**shown, "i18n": True} if is_translated else dict(shown)


def _widgets(
    fields: Sequence[Field], newsroom: Newsroom, *, is_translated: bool, at_top: bool = True
) -> list[dict[str, Any]]:
    return [_widget(each, newsroom, is_translated=is_translated, at_top=at_top) for each in fields]


def _widget(
    field: Field, newsroom: Newsroom, *, is_translated: bool, at_top: bool
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": field.name,
        "label": field.name.replace("_", " ").capitalize(),
        "hint": field.description,
        "required": field.is_required,
        **_input(field, newsroom, at_top=at_top),
    }
    if field.fields and field.item is None:
        made["fields"] = _widgets(field.fields, newsroom, is_translated=is_translated, at_top=False)
    if is_translated:
        made["i18n"] = "duplicate" if at_top and field.name in _SHARED else True
    return made


def _input(field: Field, newsroom: Newsroom, *, at_top: bool) -> dict[str, Any]:
    """Give the widget of a sort of value, and what it needs."""
    item = field.item or field
    if item.choices:
        options = [{"label": _label(item, each, newsroom), "value": each} for each in item.choices]
        many = {"multiple": True} if field.item else {}
        first: dict[str, Any] = {"default": field.default} if isinstance(field.default, str) else {}
        return {"widget": "select", "options": options, **many, **first}
    if field.name == "draft":
        return {"widget": "boolean", "default": True}
    if field.sort in {"day", "moment", "instant"}:
        # A bare time would be the browser's zone and not the newsroom's: so days, or whole zones.
        is_day = field.sort == "day" or (at_top and field.sort == "moment")
        return {"widget": "datetime", **_FORMATS["day" if is_day else "instant"]}
    if field.sort == "text" and field.name in {"src", "file"}:
        return {"widget": "image" if field.name == "src" else "file"}
    named: dict[str, dict[str, Any]] = {
        "markdown": {"widget": "markdown"},
        "number": {"widget": "number", "value_type": "int"},
        "flag": {"widget": "boolean"},
        "table": {"widget": "object"},
        "list": {"widget": "list"},
    }
    return named.get(field.sort, {"widget": "text" if field.name == "summary" else "string"})


def _label(item: Field, choice: str, newsroom: Newsroom) -> str:
    known: Mapping[str, Topic | Contact] = {}
    if item.name in {"topics", "contacts"}:
        known = newsroom.topics if item.name == "topics" else newsroom.contacts
    return known[choice].name(newsroom.default_language) if choice in known else choice
