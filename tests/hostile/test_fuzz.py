"""Whatever stands in a newsroom's files, Dateline answers in words, soon, and in little memory.

500 cases of each kind, 2,000 in `make test-long`; `DATELINE_FUZZ=nightly` tries 100,000 (`make fuzz`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import BODIES, FEEDS, RELEASES, SETTINGS, TEMPLATES

REPOSITORY = Path(__file__).parent.parent.parent
PROFILES = {"long": 2_000, "nightly": 100_000}
MANY = PROFILES[os.environ.get("DATELINE_FUZZ", "long")]
CASES = (500, pytest.param(MANY, marks=pytest.mark.long))
TARGETS = ("releases", "markdown", "settings", "feeds", "templates")


@pytest.mark.parametrize("cases", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_spoiled_files_are_answered_in_words(target: str, cases: int) -> None:
    """No exception, no case over five seconds, no memory over a gigabyte."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzz", target, str(cases), "1"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr[-3000:]) == (0, "")
    told = json.loads(done.stdout)
    assert told["cases"] == cases
    assert told["peak"] < 1_000_000_000


def test_the_corpus_is_there() -> None:
    """Each kind begins from many whole files."""
    sizes = [len(each) for each in (RELEASES, BODIES, SETTINGS, FEEDS, TEMPLATES)]

    assert min(sizes) >= 8
    assert sum(sizes) > 200
