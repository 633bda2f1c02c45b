"""Write the SVG elements that the pictures are composed of, as plain strings.

A shape is a string, a group of shapes is a longer string, and a picture is the longest.
Does not know any colour, nor what the shapes depict.
"""

from __future__ import annotations

Number = float | int
Style = dict[str, Number | str]


def element(name: str, *inside: str, **attributes: Number | str) -> str:
    """Write one element; `stroke_width=3` becomes `stroke-width="3"`."""
    words = [name]
    for key, value in attributes.items():
        text = value if isinstance(value, str) else f"{value:.6g}"
        words.append(f'{key.replace("_", "-")}="{text}"')
    head = " ".join(words)
    return f"<{head}>{''.join(inside)}</{name}>" if inside else f"<{head}/>"


def path(d: str, fill: str, **more: Number | str) -> str:
    """Fill the outline `d`."""
    return element("path", d=d, fill=fill, **more)


def line(d: str, colour: str, width: Number, **more: Number | str) -> str:
    """Follow `d` with a round pen."""
    pen: Style = {"stroke_linecap": "round", "stroke_linejoin": "round", **more}
    return element("path", d=d, fill="none", stroke=colour, stroke_width=width, **pen)


def disc(x: Number, y: Number, r: Number, fill: str, **more: Number | str) -> str:
    """Fill a circle."""
    return element("circle", cx=x, cy=y, r=r, fill=fill, **more)


def ring(x: Number, y: Number, r: Number, colour: str, width: Number) -> str:
    """Outline a circle."""
    return element("circle", cx=x, cy=y, r=r, fill="none", stroke=colour, stroke_width=width)


def oval(at: tuple[Number, Number], rx: Number, ry: Number, fill: str, **more: Number | str) -> str:
    """Fill an ellipse."""
    return element("ellipse", cx=at[0], cy=at[1], rx=rx, ry=ry, fill=fill, **more)


def box(
    at: tuple[Number, Number], size: tuple[Number, Number], fill: str, **more: Number | str
) -> str:
    """Fill a rectangle; `rx=12` rounds its corners."""
    (x, y), (width, height) = at, size
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def group(*parts: str, **attributes: Number | str) -> str:
    """Hold parts together."""
    return element("g", *parts, **attributes)


def placed(
    at: tuple[Number, Number], *parts: str, turn: Number = 0, scale: Number = 1, flip: bool = False
) -> str:
    """Set parts drawn about the origin at a point, turned, scaled or mirrored left to right."""
    steps = f"translate({at[0]:.6g} {at[1]:.6g}) rotate({turn:.6g})"
    width = -scale if flip else scale
    return group(*parts, transform=f"{steps} scale({width:.6g} {scale:.6g})")


def clipped(name: str, outline: str, *parts: str) -> str:
    """Show parts only within an outline (a path's `d`); names are unique in a picture."""
    window = element("clipPath", element("path", d=outline), id=name)
    return window + group(*parts, clip_path=f"url(#{name})")


def picture(width: int, height: int, *parts: str) -> str:
    """Write a whole SVG document."""
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
