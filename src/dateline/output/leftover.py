"""Look at what a stopped build seems to have left, before anything of it is carried out.

It lies in the newsroom's folder, into which others may commit: a pull request that a server
builds could bring a journal that moves files out of the output.
"""

from __future__ import annotations

import json
from pathlib import Path

from dateline.errors import OutputRefusedError
from dateline.output.manifest import is_within


def refuse_strange(stage: Path, name: str) -> None:
    """Refuse the journal of that name in a stage, if no build of ours can have left it.

    It leads out of the output, or brings links. Raises OutputRefusedError.
    """
    try:
        journal = json.loads((stage / name).read_bytes())
    except FileNotFoundError:
        return
    except ValueError:
        journal = None
    if not _is_ours(journal) or any(path.is_symlink() for path in (stage, *stage.rglob("*"))):
        raise OutputRefusedError(
            f"{stage / name} was not written by Dateline.",
            hint="Delete the folder .dateline/, and find out who put it there.",
        )


def _is_ours(journal: object) -> bool:
    if not isinstance(journal, dict):
        return False
    moves, removals = (journal.get(key) for key in ("moves", "removals"))
    files = journal.get("files", [])  # without them, they are those of the last build
    if not (isinstance(moves, dict) and isinstance(removals, list) and isinstance(files, list)):
        return False
    return all(map(is_within, (list(moves), list(moves.values()), removals, files)))
