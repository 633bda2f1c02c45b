"""Set up Jinja2: the theme's templates, a newsroom's own over them, each language's words.

Unknown names are errors, escaping is on. Templates get finished values and arrange them.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import Markup

from dateline.errors import TemplateError
from dateline.languages import Language

_CONTEXT = "\N{END OF TRANSMISSION}"  # gettext's own mark between context and message
THEME = Path(__file__).parent / "theme" / "templates"


class ConstantWords(Extension):
    """Look constant words up in a table, instead of calling gettext at each rendering.

    A third of the time of a page went into looking up the same words again. The compiled
    template is the same for every language, so that it is compiled once.
    """

    # Before Jinja2's own i18n extension, which leaves plain calls as they stand.
    priority = 50
    _CALL = re.compile(r'(?<![\w.])(?:_\("([^"\\]*)"\)|pgettext\("([^"\\]*)", "([^"\\]*)"\))')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Replace each call with constant arguments by a look-up."""
        return self._CALL.sub(_look_up, source)


def _look_up(match: re.Match[str]) -> str:
    word, context, in_context = match.groups()
    key = f"{context}{_CONTEXT}{in_context}" if word is None else word
    return f'words["{key}"]'


class _Words(dict[str, str]):
    """A language's words by message, or by context and message."""

    def __init__(self, words: gettext.NullTranslations) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, key: str) -> str:
        context, mark, message = key.rpartition(_CONTEXT)
        found = self._words.pgettext(context, message) if mark else self._words.gettext(message)
        self[key] = found
        return found


class _Cache(jinja2.FileSystemBytecodeCache):
    """Keeps compiled templates, where the disk has room: without, they are compiled again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Templates:
    """The templates of a newsroom in one language."""

    def __init__(self, language: Language, own: Path, cache: Path | None = None) -> None:
        self._own = own
        bytecode = None
        if cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
            bytecode = _Cache(str(cache), "%s.cache")
        self._loader = FileSystemLoader([own, THEME])
        self._environment = Environment(
            loader=self._loader,
            autoescape=_escapes,  # noqa: S701 -- all but plain text is escaped
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=bytecode,
            extensions=["jinja2.ext.i18n", ConstantWords],
        )
        self._templates: dict[str, jinja2.Template] = {}
        self._environment.globals["words"] = _Words(language.words)
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]
            language.words.gettext,
            language.words.ngettext,
            newstyle=True,
            pgettext=language.words.pgettext,
            npgettext=language.words.npgettext,
        )
        self._environment.globals["language"] = language

    def render(self, name: str, /, **values: Any) -> str:
        """Render a template; raises TemplateError naming the file, the line and what to do."""
        try:
            return self._template(name).render(values)
        except TemplateNotFound as failure:
            raise TemplateError(f"There is no template `{failure.name}`.") from failure
        except jinja2.TemplateSyntaxError as failure:
            where = f"{self._shown(failure.filename or name)}:{failure.lineno}"
            hint = "Mend the line, or delete the file to use the theme's own."
            raise TemplateError(f"{where}: {failure.message}", hint=hint) from failure
        except Exception as failure:
            raise self._failed(name, failure) from failure

    def _template(self, name: str) -> jinja2.Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
            # Jinja2 copies the globals at each rendering, and its ChainMap costs 20 µs to copy.
            found.globals = dict(found.globals)
        return found

    def render_markup(self, name: str, /, **values: Any) -> Markup:
        """Render a template as markup that other templates may take in unescaped."""
        return Markup(self.render(name, **values))  # noqa: S704 -- escaped by the template

    def prepare(self) -> None:
        """Compile the templates of pages and twins ahead of their use.

        One that does not compile waits for its rendering, which tells what is wrong.
        """
        for name in [*sorted(path.name for path in THEME.glob("[!d]*.html")), "release.txt"]:
            with suppress(jinja2.TemplateError, OSError, UnicodeError):
                self._template(name)

    def source(self, name: str) -> str:
        """Give a template's source, the newsroom's own where it has one."""
        return self._loader.get_source(self._environment, name)[0]

    def compile(self, source: str) -> jinja2.Template:
        """Compile a template from its source."""
        return self._environment.from_string(source)

    def _failed(self, name: str, failure: Exception) -> TemplateError:
        """Tell in which template's line a failure happened: Jinja2 puts it in the traceback."""
        where, trace = name, failure.__traceback__
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename.endswith((".html", ".txt", ".xml")):
                where = f"{self._shown(filename)}:{trace.tb_lineno}"
            trace = trace.tb_next
        hint = "The names that a template may use are listed in the reference."
        return TemplateError(f"{where}: {failure}", hint=hint)

    def _shown(self, filename: str) -> str:
        for folder, name in ((self._own, "templates"), (THEME, "theme")):
            try:
                return f"{name}/{Path(filename).relative_to(folder).as_posix()}"
            except ValueError:
                continue
        return filename


def _escapes(name: str | None) -> bool:
    """Say whether a template writes markup; only plain-text twins and mails do not."""
    return not (name or "").endswith(".txt")


def load_templates(
    languages: Mapping[str, Language], own: Path, cache: Path | None = None
) -> dict[str, Templates]:
    """Set up the templates of each language; compiled ones are kept in `cache`."""
    return {key: Templates(language, own, cache) for key, language in languages.items()}
