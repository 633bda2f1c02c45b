"""Photograph the example newsroom for the documents: its press room, and the subscribe form.

Needs Chromium and `npm install --prefix tests/browser`.

    python tools/shoot_pages.py
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from draw_pictures import with_few_colours
from PIL import Image

from dateline.build import build
from dateline.settings import load_newsroom

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
NOW = datetime(2024, 2, 15, tzinfo=UTC)
WIDTH = 1280
PICTURES = {
    "press-room.png": ("en/", 1000),
    "subscribe-en.png": ("en/feeds/", 1000),
    "subscribe-vi.png": ("vi/feeds/", 1000),
}


def build_example(out: Path) -> None:
    """Build the example newsroom as it would be, were there a door for subscribers."""
    example = load_newsroom(ROOT)
    url = f"{example.base_url}subscriptions/"
    build(replace(example, door=example.door._replace(url=url)), NOW, out=out)


def packed(file: Path) -> bytes:
    """Pack a photograph with few colours."""
    image = Image.open(file).convert("RGB")
    made = io.BytesIO()
    with_few_colours(image).save(made, "PNG", optimize=True)
    return made.getvalue()


def main() -> int:
    """Photograph each page, and tell the files."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import harness  # noqa: PLC0415 -- stands beside this folder, not in it

    if missing := harness.available():
        print(missing, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        site, shots = Path(folder) / "site", Path(folder) / "shots"
        build_example(site)
        for name, (path, height) in PICTURES.items():
            (shot,) = harness.shoot(
                site, [path], shots, [WIDTH], ["light"], print_media=False, height=height
            )
            (IMAGES / name).write_bytes(packed(shot))
            print(IMAGES / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
