"""What real programs make of a letter: mutt shows it, spamassassin does not mind it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import MARCH, digest_of, letter_of, site_of
from tests.editions import edition
from tests.patience import PATIENCE

needs_mutt = pytest.mark.skipif(
    not (shutil.which("mutt") and shutil.which("script")), reason="mutt is not installed"
)
needs_spamassassin = pytest.mark.skipif(
    not shutil.which("spamassassin"), reason="spamassassin is not installed"
)


def shown_by_mutt(letter: bytes, folder: Path) -> str:
    """Give what mutt shows of a letter: decoded headers and the part it prefers."""
    (folder / "box" / "cur").mkdir(parents=True)
    for name in ("new", "tmp"):
        (folder / "box" / name).mkdir()
    (folder / "box" / "cur" / "1:2,").write_bytes(letter.replace(b"\r\n", b"\n"))
    (folder / "rc").write_text(
        f"set pipe_decode=yes wait_key=no charset=utf-8 quit=yes folder={folder}\n"
        f'push "<pipe-message>cat >{folder}/out<enter><exit>"\n'
    )
    command = f"mutt -n -F {folder}/rc -R -f {folder}/box"
    subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return (folder / "out").read_text(encoding="utf-8")


def spam_points(letter: bytes, home: Path) -> float:
    """Give the points of spamassassin's local rules."""
    run = subprocess.run(
        ["spamassassin", "-L", "-t"],
        env={**os.environ, "HOME": str(home)},
        input=letter,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    found = re.search(rb"\((-?[0-9.]+) points, 5\.0 required\)", run.stdout)
    assert found
    return float(found[1])


@needs_mutt
@pytest.mark.parametrize("language", ["en", "vi"])
def test_mutt(site: Site, tmp_path: Path, language: str) -> None:
    """Mutt shows the subject whole and the text part line by line."""
    digest = digest_of(site, language=language)
    head, _, body = shown_by_mutt(letter_of(site, language=language), tmp_path).partition("\n\n")

    assert f"Subject: {digest.subject}" in head.split("\n")
    assert body.rstrip() == digest.text.rstrip()


@needs_spamassassin
@pytest.mark.parametrize("language", ["en", "vi"])
def test_spamassassin(site: Site, tmp_path: Path, language: str) -> None:
    """A digest has at most half a point."""
    assert spam_points(letter_of(site, language=language), tmp_path) <= 0.5


@needs_spamassassin
def test_spamassassin_large(newsroom: Newsroom, tmp_path: Path) -> None:
    """Nor has one at the limit of its size, or of an unfinished month."""
    many = [edition(f"2024-03-01-r{n}", summary="Việc làm bền vững. " * 40) for n in range(120)]

    assert spam_points(letter_of(site_of(newsroom, many), MARCH), tmp_path) <= 0.5
