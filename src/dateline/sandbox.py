"""Run a newsroom's own templates so that they can arrange values, and do nothing else.

Jinja2's sandbox refuses Python's inner workings; this one refuses files, settings of the machine
and endless work besides. The theme's templates are Dateline's own code and run outside it: the
sandbox makes a page a quarter slower (docs/decisions/delivery.md).
"""

from __future__ import annotations

import functools
import gettext
import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from pathlib import PurePath
from time import process_time
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dateline.escaping import Environment

# The longest list of the largest newsroom has some thousand lines; a page has some kilobytes, and
# takes a thousandth of a second.
_STEPS = 200_000
_SECONDS = 3.0
# A look at the clock takes as long as three turns of a loop.
_BETWEEN_LOOKS = 8
_DEPTH = 100
_LARGEST = 5_000_000
_WIDEST = 100_000
_WIDTH = re.compile(r"[0-9]{6,}")
_NOTHING = object()
_METHODS = frozenset({MethodType, BuiltinMethodType})


class TooMuchError(Exception):
    """A template asked for more work or more text than any page needs."""


class Sandbox(Environment, ImmutableSandboxedEnvironment):
    """An environment for templates that somebody else wrote; `closed` types stay shut."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, *, closed: tuple[type, ...], **options: Any) -> None:
        super().__init__(**options)
        self._closed = (PurePath, gettext.NullTranslations, type, *closed)
        self._safe: set[tuple[type, str]] = set()
        self._found: dict[str, Template] = {}
        self.begin()
        self.filters = {name: _guarded(name, each) for name, each in self.filters.items()}
        self.globals.pop("lipsum")  # placeholder text has no place in a press room
        self.filters |= {"_counted": _counted, "_sized": _sized}

    def begin(self) -> None:
        """Give the next page its own share of work."""
        self._steps = _STEPS
        self._end = 0.0

    def step(self) -> None:
        """Count a turn of a loop, a call or a part taken in; raises TooMuchError."""
        self._steps -= 1
        if not self._steps % _BETWEEN_LOOKS:
            self._look_at_the_clock()

    def _look_at_the_clock(self) -> None:
        """Measure work, which is not the time of day: that, only the door may ask."""
        if self._steps <= 0:
            raise TooMuchError(f"A template takes more than {_STEPS:,} turns and calls for a page.")
        now = process_time()
        self._end = self._end or now + _SECONDS
        if now > self._end:
            raise TooMuchError(f"A template works longer than {_SECONDS:.0f} seconds for a page.")

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja2's name
    ) -> Template:
        """Give a template that another one takes in, or that is asked for."""
        self.step()
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        # As for the theme's: Jinja2's own way through its cache costs more than the rest of a look.
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look an attribute up; whether one of a type's is safe, the type tells for all its values.

        Asking takes eleven of Jinja2's own questions, 3 µs, and a page looks up thirty.
        """
        if (type(obj), attribute) in self._safe:
            value = getattr(obj, attribute, _NOTHING)
            # Methods go the long way: Jinja2 puts one of its own in the place of `format`.
            if value is not _NOTHING and type(value) not in _METHODS:
                return value
        elif self.is_safe_attribute(obj, attribute, _NOTHING):
            self._safe.add((type(obj), attribute))
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may see an attribute."""
        return not isinstance(obj, self._closed) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon, as long as the result is of a size that a page may have."""
        if operator == "**" and not (abs(left) <= 1_000 and abs(right) <= 100):
            raise TooMuchError("A template reckons with numbers that are too large.")
        if operator == "*":
            _refuse_large(_length(left) * max(1, _times(right)))
            _refuse_large(_length(right) * max(1, _times(left)))
        if operator == "%" and isinstance(left, str):
            _refuse_wide(left)
        return _sized(super().call_binop(context, operator, left, right))

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template may call."""
        self.step()
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, self._closed):
            raise SecurityError(f"A template may not call {obj!r:.60}.")
        name = getattr(obj, "__name__", "this")
        _refuse_growth(owner or "", name, (*args, *kwargs.values()))
        return _sized(super().call(context, obj, *args, **kwargs))

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Write a template's code, with a count in each loop and a measure on each joint."""
        if too_deep := _too_deep(source):
            # Jinja2 takes the cube of the depth in time to look for constants.
            raise TemplateSyntaxError("This nests too deep.", too_deep, *args[:2])
        for loop in list(source.find_all(nodes.For)):
            loop.iter = _filtered(loop.iter, "_counted")
        for joint in list(source.find_all(nodes.Concat)):
            joint.nodes = [_filtered(nodes.Concat(joint.nodes, lineno=joint.lineno), "_sized")]
        for block in list(source.find_all(nodes.AssignBlock)):
            if block.filter is None:
                block.filter = _filtered(None, "_sized", block.lineno)
        return super()._generate(source, *args, **options)


def _too_deep(source: nodes.Template) -> int:
    """Give the line of the first part that nests too deep; 0 where none does."""
    waiting: list[tuple[nodes.Node, int]] = [(source, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEPTH:
            return int(node.lineno)
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())
    return 0


def _filtered(node: Any, name: str, line: int | None = None) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=line or node.lineno)


@pass_environment
def _counted(environment: Sandbox, values: Iterable[Any]) -> Iterator[Any]:
    """Yield values, each of them a turn of a loop."""
    step = environment.step
    for value in values:
        step()
        yield value


def _sized(value: Any) -> Any:
    """Give a value that is not too large; raises TooMuchError."""
    _refuse_large(_length(value))
    return value


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a filter that refuses to blow a value up."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        texts = [each for each in args if isinstance(each, (str, list))]
        for each in texts[:1]:
            _refuse_growth(each, name, (*args[1:], *kwargs.values()))
        return _sized(function(*args, **kwargs))

    return guarded


def _refuse_growth(owner: Any, name: str, args: tuple[Any, ...]) -> None:
    """Refuse widths beyond any page, and joins and replacements that multiply."""
    for each in args:
        if isinstance(each, int) and abs(each) > _WIDEST:
            raise TooMuchError(f"A template asks `{name}` for {each:,}, which no page needs.")
    sizes = [_length(each) for each in args if isinstance(each, (str, bytes))]
    if name in {"replace", "indent"}:
        _refuse_large(_length(owner) * max([1, *sizes]))
    if name in {"join", "sum"}:
        texts = owner if isinstance(owner, list) else next(iter(args), ())
        within = [_length(each) for each in texts] if isinstance(texts, list) else []
        _refuse_large(sum(within) + len(within) * max([0, *sizes, _length(owner)]))
    if name in {"format", "format_map"}:
        _refuse_wide(owner)


def _refuse_wide(text: Any) -> None:
    if isinstance(text, (str, bytes)) and _WIDTH.search(str(text)):
        raise TooMuchError("A template asks for a text wider than any page.")


def _refuse_large(size: int) -> None:
    if size > _LARGEST:
        raise TooMuchError(f"A template makes a value of more than {_LARGEST:,} characters.")


def _length(value: Any) -> int:
    return len(value) if isinstance(value, (str, bytes, list, tuple, dict)) else 0


def _times(value: Any) -> int:
    return value if isinstance(value, int) else 1
