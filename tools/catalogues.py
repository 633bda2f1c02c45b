"""Renew the theme's gettext catalogues: gather the words, merge them, compile what readers use.

Run `make catalogues` after changing interface words, translate what is new in the `.po` files,
and run it again. `--check` only tells whether anything is out of date or untranslated.
"""

from __future__ import annotations

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dateline"
LOCALE = SOURCE / "theme" / "locale"
METHODS = [("**.py", "python"), ("theme/templates/**", "jinja2.ext:babel_extract")]
OPTIONS = {"theme/templates/**": {"trim_blocks": "true", "lstrip_blocks": "true"}}
# `name` is how languages/language.py calls pgettext for the months.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "name": ((1, "c"), 2),
}


def gather() -> Catalog:
    """Gather every interface word of the code and the templates."""
    catalog = Catalog(project="Dateline", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        SOURCE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for path, _, message, comments, context in found:
        if message and not str(path).endswith(".css"):
            catalog.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return catalog


def renewed(path: Path, words: Catalog) -> tuple[bytes, bytes, list[str]]:
    """Give a catalogue's `.po` and `.mo` as they should be, and what is untranslated."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem, abort_invalid=True)
    catalog.update(words, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # The moment of renewing says nothing, and would change the file each time.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    source, compiled = io.BytesIO(), io.BytesIO()
    write_po(source, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    write_mo(compiled, catalog)
    missing = [str(m.id) for m in catalog if m.id and not all(_texts(m.string))]
    return source.getvalue(), compiled.getvalue(), missing


def _texts(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (string,)


def main() -> int:
    """Renew or check every catalogue of the theme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only tell")
    check = parser.parse_args().check
    words, wrong = gather(), 0
    for path in sorted(LOCALE.glob("*.po")):
        source, compiled, missing = renewed(path, words)
        for file, content in ((path, source), (path.with_suffix(".mo"), compiled)):
            if not file.exists() or file.read_bytes() != content:
                print(f"{file.relative_to(ROOT)} {'is out of date' if check else 'renewed'}")
                wrong += check
                if not check:
                    file.write_bytes(content)
        for word in missing:
            print(f"{path.relative_to(ROOT)}: not translated: {word}")
        wrong += len(missing)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
