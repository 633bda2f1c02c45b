"""Tell which mutants of the embargo gate no test noticed, but for those that are known to be alike.

`make mutants` has mutmut make and try them; this reads what it found. Exit code 1 where a mutant
survived that is not known here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

MUTMUT = Path(sys.executable).with_name("mutmut")

# What a mutant makes of a line, and why no test can notice: docs/decisions/testing.md.
ALIKE = {
    "following = Month.of(date(month.year, month.month, 28) + timedelta(days=4)) -> "
    "following = Month.of(date(month.year, month.month, 28) + timedelta(days=5))": (
        "alike: the fifth day after any 28th lies in the next month, too"
    ),
}


def survivors() -> dict[str, str]:
    """Give what each mutant that survived, or that no test runs, makes of its line."""
    listed = _run("results")
    if not _run("results", "--all", "true").count(": killed"):
        sys.exit("mutmut killed nothing: it has not run, or ran no test.")
    names = re.findall(r"^ *(\S+): (?!killed|timeout)", listed, re.MULTILINE)
    return {name: _change(_run("show", name)) for name in names}


def _change(diff: str) -> str:
    lines = [line for line in diff.splitlines() if re.match(r"[-+](?![-+])", line)]
    return " -> ".join(" ".join(line[1:].split()) for line in lines)


def _run(*words: str) -> str:
    done = subprocess.run([MUTMUT, *words], capture_output=True, text=True, check=True)
    return done.stdout


def main() -> None:
    """Print the survivors."""
    found = survivors()
    for name, change in sorted(found.items()):
        print(f"{ALIKE.get(change, 'NOT NOTICED')}: {name}: {change}")
    sys.exit(any(change not in ALIKE for change in found.values()))


if __name__ == "__main__":
    main()
