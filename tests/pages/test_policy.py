"""Every page says which scripts it allows: none, unless the newsroom names some."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from dateline.build import build
from dateline.settings import load_newsroom

POLICY = b'<meta http-equiv="Content-Security-Policy" content="'


def test_every_page_has_a_policy(small: Path, tmp_path: Path) -> None:
    """No sort of page lacks it: notices, previews and old addresses have it too."""
    course = "title: Course\nsummary: It opens.\n"
    writes = {
        "2024-02-01-moved": f"{course}date: 2024-02-01\naliases: [/old/course/]\n",
        "2024-02-02-gone": f"{course}date: 2024-02-02\nwithdrawn: {{at: 2024-02-03, reason: No.}}\n",
        "2024-03-01-soon": f"{course}date: 2024-03-01\n",
    }
    for stem, keys in writes.items():
        (small / "releases" / f"{stem}.md").write_text(f"---\n{keys}---\nText.\n", "utf-8")
    out = tmp_path / "out"
    build(load_newsroom(small), datetime(2024, 2, 10, tzinfo=UTC), out=out, preview=True)
    pages = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.html")}
    without = [name for name, page in pages.items() if POLICY not in page]

    assert {"index.html", "old/course/index.html", "en/2024/02/gone/index.html"} <= pages.keys()
    assert [name for name in pages if name.startswith("preview/")]
    assert [name for name in without if not name.endswith("/digest.html")] == []
