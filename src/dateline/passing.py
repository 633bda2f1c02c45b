"""Tell whether templates pass values on as they are: print them, and ask whether they are there.

What such a template makes of a page is the same for all pages of a shape, but for those values:
it is printed once, with marks in their places, and filled in. Whoever reckons with a value, or
hands it to a filter or a function, must be asked for each page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from jinja2 import nodes

# What a template may do with a value: print a text; look at those fields of a thing; go through
# all of a list. Whatever is not told of is the same for all pages.
Handed = str | Mapping[str, "Handed | None"] | tuple["Handed | None", ...] | list["Handed"]
TEXT: Final = "text"
_SPEAKING = {"super", "self", "caller"}
_REMEMBERING = {"previtem", "nextitem", "changed", "cycle"}

Scope = Mapping[str, Handed | None]


class _ReckonedError(Exception):
    """A template does more with a value than to pass it on."""


def passes_on(parse: Callable[[str], nodes.Template], name: str, handed: Scope) -> bool:
    """Say whether a template, with all that it takes in, passes on what it is handed."""
    try:
        _Reader(parse).read(name, handed)
    except _ReckonedError:
        return False
    return True


class _Reader:
    def __init__(self, parse: Callable[[str], nodes.Template]) -> None:
        self._parse = parse
        self._open: set[str] = set()

    def read(self, name: str, scope: Scope) -> None:
        # Plain text is not escaped: a page that takes some in prints the same value in two ways.
        if name in self._open or any(name[-4:] != other[-4:] for other in self._open):
            raise _ReckonedError
        self._open.add(name)
        self._all(self._parse(name).body, scope)
        self._open.remove(name)

    def _all(self, statements: Iterable[nodes.Node], scope: Scope) -> None:
        for each in statements:
            self._statement(each, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                self._print(each, scope)
        elif isinstance(node, nodes.If):
            self._ask(node.test, scope)
            self._all((*node.body, *node.elif_, *node.else_), scope)
        elif isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Block) and "loop" not in scope:
            self._all(node.body, scope)
        elif isinstance(node, (nodes.Extends, nodes.Include)):
            self._other(node, scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            self._refuse(node.node, scope)
        else:
            raise _ReckonedError

    def _other(self, node: nodes.Extends | nodes.Include, scope: Scope) -> None:
        if isinstance(node, nodes.Include) and not node.with_context:
            raise _ReckonedError
        if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
            raise _ReckonedError
        self.read(node.template.value, scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        if node.test or node.recursive:
            raise _ReckonedError
        found = self._found(node.iter, scope)
        if found is not None and not isinstance(found, list):
            raise _ReckonedError
        inner = {**scope, **_bound(node.target, found[0] if found else None), "loop": None}
        self._all((*node.body, *node.else_), inner)

    def _print(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.CondExpr):
            self._ask(node.test, scope)
            self._print(node.expr1, scope)
            if node.expr2:
                self._print(node.expr2, scope)
        elif self._found(node, scope) not in (None, TEXT):
            raise _ReckonedError

    def _ask(self, node: nodes.Node, scope: Scope) -> None:
        """Go through a condition; whether a value is there is part of a page's shape."""
        if isinstance(node, nodes.Not):
            self._ask(node.node, scope)
        elif isinstance(node, (nodes.And, nodes.Or)):
            self._ask(node.left, scope)
            self._ask(node.right, scope)
        else:
            self._found(node, scope)

    def _found(self, node: nodes.Node, scope: Scope) -> Handed | None:
        """Give what an expression is, if it is handed on; None for what all pages share."""
        if isinstance(node, nodes.Name):
            if node.name in _SPEAKING:
                raise _ReckonedError
            return scope.get(node.name)
        if isinstance(node, nodes.Getattr):
            return self._field(node, scope)
        if isinstance(node, nodes.Call) and _speaks(node):
            return TEXT
        if isinstance(node, nodes.Filter) and node.name == "length" and node.node:
            if not isinstance(self._found(node.node, scope), (list, type(None))):
                raise _ReckonedError
            return None
        for each in node.iter_child_nodes():
            self._refuse(each, scope)
        return None

    def _field(self, node: nodes.Getattr, scope: Scope) -> Handed | None:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if node.attr in _REMEMBERING:
                raise _ReckonedError
            return None
        thing = self._found(node.node, scope)
        if thing is None:
            return None
        if not isinstance(thing, Mapping) or node.attr not in thing:
            raise _ReckonedError
        return thing[node.attr]

    def _refuse(self, node: nodes.Node, scope: Scope) -> None:
        if self._found(node, scope) is not None:
            raise _ReckonedError


def _speaks(node: nodes.Call) -> bool:
    """Say whether a call prints a block: `super()`, `self.title()`."""
    called = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
    is_bare = not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    return is_bare and isinstance(called, nodes.Name) and called.name in _SPEAKING


def _bound(target: nodes.Node, each: Handed | None) -> dict[str, Handed | None]:
    """Give the names that a loop binds."""
    if isinstance(target, nodes.Name):
        return {target.name: each}
    if not isinstance(target, nodes.Tuple):
        raise _ReckonedError
    if each is None:
        return {name.name: None for name in target.find_all(nodes.Name)}
    if not isinstance(each, tuple) or len(each) != len(target.items):
        raise _ReckonedError
    bound: dict[str, Handed | None] = {}
    for item, value in zip(target.items, each, strict=True):
        bound |= _bound(item, value)
    return bound
