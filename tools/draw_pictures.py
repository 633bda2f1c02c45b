"""Draw the example newsroom's pictures, its mark and its card; `--check` only compares.

The drawings are code, so that they can be read, reviewed and drawn again; no file comes from
elsewhere. A PNG is compared by its pixels, since packing differs from one zlib to the next.

    python tools/draw_pictures.py [--check]
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import resvg_py
from PIL import Image

from pictures.country_programme import country_programme
from pictures.director_general_visit import director_general_visit
from pictures.garment_skills import garment_skills
from pictures.injury_insurance import injury_insurance
from pictures.mark import card, icon, logo, touch_icon
from pictures.migration_data import migration_data
from pictures.online_course import online_course
from pictures.youth_leaders import youth_leaders

ROOT = Path(__file__).resolve().parents[1]
Y22, Y23, Y24 = "releases/2022/2022-", "releases/2023/2023-", "releases/2024/2024-"
DRAWINGS: dict[str, Callable[[], str]] = {
    "assets/card.png": card,
    "assets/icon-180.png": touch_icon,
    "assets/icon.svg": icon,
    "assets/logo.svg": logo,
    f"{Y22}12-22-recruitment-costs-migration-data-reports/migration-data.png": migration_data,
    f"{Y23}03-29-fourth-decent-work-country-programme-endorsed/country-programme.png": (
        country_programme
    ),
    f"{Y23}06-30-director-general-concludes-visit/director-general-visit.png": (
        director_general_visit
    ),
    f"{Y23}08-02-seminar-sustainable-textile-garment-skills/garment-skills.png": garment_skills,
    f"{Y23}08-18-youth-leaders-incubator-programme-2023/youth-leaders.png": youth_leaders,
    f"{Y24}01-08-asean-workshop-employment-injury-insurance/injury-insurance.png": injury_insurance,
    f"{Y24}02-01-womens-union-online-course-social-protection/online-course.png": online_course,
}
COLOURS, EXACT = 256, 32


def render(svg: str) -> bytes:
    """Paint an SVG and pack it as a PNG of few colours."""
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    packed = io.BytesIO()
    with_few_colours(image).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def with_few_colours(image: Image.Image) -> Image.Image:
    """Keep the chosen colours as they are, and give every other pixel one near its own."""
    pixels = list(by_pixel(image.tobytes()))
    counted = Counter(pixels)
    palette = choose_palette(counted)
    sample = Image.new("P", (1, 1))
    sample.putpalette(b"".join(palette))
    strip = Image.frombytes("RGB", (len(counted), 1), b"".join(counted))
    strip = strip.quantize(palette=sample, dither=Image.Dither.NONE)
    near = dict(zip(counted, strip.tobytes(), strict=True))
    near |= {colour: number for number, colour in enumerate(palette)}
    few = Image.frombytes("P", image.size, bytes(near[pixel] for pixel in pixels))
    few.putpalette(b"".join(palette))
    return few


def choose_palette(counted: Counter[bytes]) -> list[bytes]:
    """Choose the commonest colours, then the commonest of each other part of the spectrum."""
    ranked = sorted(counted, key=lambda colour: (-counted[colour], colour))
    chosen = dict.fromkeys(ranked[:EXACT])
    parts = {part_of(colour) for colour in chosen}
    for colour in ranked:
        if part_of(colour) not in parts:
            parts.add(part_of(colour))
            chosen[colour] = None
    return list(chosen | dict.fromkeys(ranked))[:COLOURS]


def part_of(colour: bytes) -> bytes:
    """Cut the spectrum into sixteen parts of red, of green and of blue."""
    return bytes(channel >> 4 for channel in colour)


def by_pixel(channels: bytes) -> Iterator[bytes]:
    """Take red, green and blue three by three."""
    return (channels[at : at + 3] for at in range(0, len(channels), 3))


def drawings() -> Iterator[tuple[Path, bytes]]:
    """Draw every file that the newsroom keeps."""
    for name, draw in DRAWINGS.items():
        svg = draw()
        yield ROOT / name, render(svg) if name.endswith(".png") else f"{svg}\n".encode()


def unpacked(png: bytes) -> tuple[tuple[int, int], bytes]:
    """Unpack a PNG to its size and its colours."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return image.size, image.tobytes()


def is_drawn(path: Path, drawn: bytes) -> bool:
    """Tell whether a file already shows what would be drawn."""
    if not path.is_file():
        return False
    kept = path.read_bytes()
    return kept == drawn or (path.suffix == ".png" and unpacked(kept) == unpacked(drawn))


def check() -> int:
    """Name each file that differs from its drawing, and count it a failure."""
    stale = [path for path, drawn in drawings() if not is_drawn(path, drawn)]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: differs; run `python tools/draw_pictures.py`")
    return 1 if stale else 0


def write() -> int:
    """Write each file and tell its weight."""
    for path, drawn in drawings():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn)
        print(f"{len(drawn):6} {path.relative_to(ROOT)}")
    return 0


def main() -> int:
    """Read the command line, then draw or check."""
    parser = argparse.ArgumentParser(description="Draw the example newsroom's pictures.")
    parser.add_argument("--check", action="store_true", help="only compare the files kept")
    return check() if parser.parse_args().check else write()


if __name__ == "__main__":
    sys.exit(main())
