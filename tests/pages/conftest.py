"""The example newsroom, built once for all page tests, and a reader for its pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from tests.press_room import build_example

Open = Callable[[str], lxml.html.HtmlElement]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example newsroom as it stood on 15 February 2024."""
    out = tmp_path_factory.mktemp("example") / "public"
    build_example(out)
    return out


@pytest.fixture
def page(example: Path) -> Open:
    """Give the function that opens a page of the example newsroom by its address."""
    return lambda path: lxml.html.fromstring((example / path / "index.html").read_bytes())
