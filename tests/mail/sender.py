"""Send a frozen edition in processes that a test may kill.

Run as `python -m tests.mail.sender DATABASE FOLDER PORT LOG HOW`; LOG is `-` where no log can be
asked, HOW `deliver` or `work`: as `dateline send` does, or as `dateline worker`. For each line read, which is a name, it forks a child that delivers, and prints its number;
for an empty line it waits for the child and prints its exit code. So a child starts at once.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

from dateline import send
from dateline.database import open_database
from dateline.errors import OutsideError
from dateline.mail import queueing
from dateline.mail.ledger import editions
from tests.mail.desk import QUICK, HostileLog, equipment


def deliver(name: str) -> int:
    """Deliver whatever is frozen; 3 where the outside fails."""
    address, folder, port, log, how = sys.argv[1:]
    try:
        database = open_database(address if "://" in address else Path(address))
        found: Any = equipment(database, int(port), workers=2, signer=None)
        found = replace(found, rules=replace(QUICK, lease=3, margin=1))
        if log != "-":
            found = replace(found, log=HostileLog(Path(log)))
        if how == "work":
            queueing.run_worker(found, name, lambda _: None)
            return 0
        room = cast("Any", SimpleNamespace(sending=SimpleNamespace(keys=Path(folder))))
        with database.reading() as connection:
            chosen = editions.all_editions(connection)
        send.deliver(found, room, chosen, name=name, stop=Event(), patience=5)
    except OutsideError as failure:
        sys.stderr.write(f"{failure.message}\n")
        return 3
    return 0


def main() -> None:
    """Fork as told."""
    child = 0
    for line in sys.stdin:
        if line.strip():
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                os._exit(deliver(line.strip()))
            answer = child
        else:
            answer = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
