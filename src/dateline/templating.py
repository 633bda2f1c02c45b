"""Set up Jinja2: the theme's templates, a newsroom's own over them, each language's words.

Unknown names are errors, escaping is on. Templates get finished values and arrange them.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import jinja2
from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.ext import Extension

from dateline import passing, plaintext
from dateline.compiled import CompiledTemplates
from dateline.errors import TemplateError
from dateline.escaping import Environment, printed
from dateline.languages import Language

if TYPE_CHECKING:
    from dateline.sandbox import Sandbox

Result = TypeVar("Result")

_CONTEXT = "\N{END OF TRANSMISSION}"  # gettext's own mark between context and message
_MEND = "Mend the line, or delete the file to use the theme's own."
_HERE = Path(__file__).parent
THEME = _HERE / "theme" / "templates"


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


class _Loader(FileSystemLoader):
    """Reads templates, and says in words where one is no text."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's source."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as failure:
            line = failure.object.count(b"\n", 0, failure.start) + 1
            raise jinja2.TemplateSyntaxError("The file is not UTF-8.", line, template) from failure


class _Theme(Environment):
    """The theme's templates; those of the newsroom that stand before them come from a sandbox."""

    def __init__(self, own: Path, sandbox: Sandbox | None, **options: Any) -> None:
        super().__init__(**options)
        self._own = own
        self._sandbox = sandbox
        self._known: dict[str, bool] = {}
        self._found: dict[str, jinja2.Template] = {}

    def is_own(self, name: str) -> bool:
        """Say whether the newsroom has a template of its own by a name."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = (self._own / name).is_file()
        return found

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja2's name
    ) -> jinja2.Template:
        """Give a template of the newsroom's from the sandbox, any other from the theme."""
        if self._sandbox and isinstance(name, str) and self.is_own(name):
            return self._sandbox.get_template(name, parent, globals)
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        # Jinja2's own way through its cache costs 2 µs, and each page asks for its base.
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found


def _speak(environment: Environment, language: Language) -> None:
    """Teach an environment a language."""
    environment.globals["words"] = _Words(language.words)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.words.gettext,
        language.words.ngettext,
        newstyle=True,
        pgettext=language.words.pgettext,
        npgettext=language.words.npgettext,
    )
    environment.globals["language"] = language
    environment.filters["wrap"] = plaintext.wrap


class Templates:
    """The templates of a newsroom in one language."""

    def __init__(self, language: Language, own: Path, compiled: CompiledTemplates) -> None:
        self._own = own
        self._compiled = compiled
        self._loader = _Loader([own, THEME])
        self._depth = 0
        self._templates: dict[str, jinja2.Template] = {}
        self._sandbox: Sandbox | None = None
        if own.is_dir():
            from dateline.sandbox import Sandbox  # noqa: PLC0415 -- not every newsroom has its own

            options = self._options(compiled)
            self._sandbox = Sandbox(closed=(Templates, jinja2.Environment), **options)
            _speak(self._sandbox, language)
        self._environment = _Theme(own, self._sandbox, **self._options(compiled))
        _speak(self._environment, language)

    def _options(self, compiled: CompiledTemplates) -> dict[str, Any]:
        """Give what theme and sandbox share."""
        return {
            "loader": self._loader,
            "autoescape": _escapes,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "auto_reload": False,
            "bytecode_cache": compiled,
            "extensions": ["jinja2.ext.i18n", ConstantWords],
        }

    def render(self, name: str, /, **values: Any) -> str:
        """Render a template; raises TemplateError naming the file, the line and what to do."""
        return self.filled(name, values)

    def filled(self, name: str, values: Mapping[str, Any]) -> str:
        """Render a template as `render` does."""
        return self._rendered(name, jinja2.Template.render, values)

    def pieces(self, name: str, /, **values: Any) -> list[str]:
        """Render a template into the pieces that it prints, each as long as it is printed whole."""
        return self._rendered(name, printed, values)

    def is_own(self, *names: str) -> bool:
        """Say whether the newsroom has any of some templates in place of the theme's."""
        return any(map(self._environment.is_own, names))

    def passes_on(self, name: str, handed: passing.Scope) -> bool:
        """Say whether a template only prints what it is handed; one with a mistake does not."""
        with suppress(jinja2.TemplateError, OSError, UnicodeError):
            return passing.passes_on(self._parsed, name, handed)
        return False

    def _parsed(self, name: str) -> nodes.Template:
        return self._environment.parse(self._loader.get_source(self._environment, name)[0], name)

    def _rendered(
        self, name: str, render: Callable[[jinja2.Template, Any], Result], values: Mapping[str, Any]
    ) -> Result:
        if self._sandbox and not self._depth:
            self._sandbox.begin()
        self._depth += 1
        try:
            return render(self._template(name), values)
        except TemplateError:  # from a template that this one asked for
            raise
        except TemplateNotFound as failure:
            raise TemplateError(f"There is no template `{failure.name}`.") from failure
        except jinja2.TemplateSyntaxError as failure:
            # The lexer says the file's path where a name is asked for.
            file = failure.filename or failure.name or name
            where = self._shown(file) if Path(file).is_absolute() else self._named(file)
            where = f"{where}:{failure.lineno}"
            raise TemplateError(f"{where}: {failure.message}", hint=_MEND) from failure
        except Exception as failure:
            raise self._failed(name, failure) from failure
        finally:
            self._depth -= 1

    def _template(self, name: str) -> jinja2.Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
            # Jinja2 copies the globals at each rendering, and its ChainMap costs 20 µs to copy.
            found.globals = dict(found.globals)
        return found

    def prepare(self) -> None:
        """Compile the templates of pages and twins ahead of their use.

        One that does not compile waits for its rendering, which tells what is wrong.
        """
        for name in [*sorted(path.name for path in THEME.glob("[!d]*.html")), "release.txt"]:
            with suppress(jinja2.TemplateError, OSError, UnicodeError):
                self._template(name)

    def derived(self, name: str, derive: Callable[[str], str]) -> jinja2.Template:
        """Give the template that `derive` makes of a template's source.

        Raises TemplateError for a mistake in the source, with its line.
        """
        environment: Environment = self._environment
        if self._sandbox and self._environment.is_own(name):
            environment = self._sandbox
        source, file, _ = self._loader.get_source(environment, name)
        made = derive(source)
        bucket = self._compiled.get_bucket(environment, f"{name}-{derive.__name__}", file, made)
        if bucket.code is None:
            self._refuse_mistakes(environment, source, name)
            bucket.code = environment.compile(made)
            self._compiled.set_bucket(bucket)
        known = dict(environment.globals)
        return environment.template_class.from_code(environment, bucket.code, known)

    def _refuse_mistakes(self, environment: Environment, source: str, name: str) -> None:
        try:
            environment.compile(source)
        except jinja2.TemplateSyntaxError as failure:
            place = f"{self._named(name)}:{failure.lineno}"
            raise TemplateError(f"{place}: {failure.message}", hint=_MEND) from failure

    def _failed(self, name: str, failure: Exception) -> TemplateError:
        """Tell in which template's line a failure happened: Jinja2 puts it in the traceback."""
        where, trace = f"{self._named(name)}:1", failure.__traceback__
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename.endswith((".html", ".txt", ".xml")):
                where = f"{self._shown(filename)}:{trace.tb_lineno}"
            trace = trace.tb_next
        hint = "The names that a template may use are listed in the reference."
        deep = isinstance(failure, RecursionError)
        what = "It nests too deep, or takes itself in." if deep else failure
        return TemplateError(f"{where}: {what}", hint=hint)

    def _named(self, name: str) -> str:
        """Give a template's file as a user knows it."""
        return f"{'templates' if self._environment.is_own(name) else 'theme'}/{name}"

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
    """Set up the templates of each language; compiled ones are kept in `cache`, if private."""
    makers = ("templating.py", "sandbox.py", "escaping.py")
    compiled = CompiledTemplates(THEME, cache, *(str(_HERE / name) for name in makers))
    return {key: Templates(language, own, compiled) for key, language in languages.items()}
