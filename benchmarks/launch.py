"""Run a command from a process that holds next to nothing, and say what it cost.

`python -I -S launch.py DESCRIPTOR COMMAND...` writes wall seconds, processor seconds and bytes of
the largest process as one line to an open DESCRIPTOR, and exits as the command does. A process is
charged for its parent's memory, too, which `ru_maxrss` carries over `execve` (getrusage(2)): who
holds a hundred thousand stories cannot measure another's memory without somebody small between.
"""

import os
import sys
from time import perf_counter


def main() -> int:
    """Run, wait, tell."""
    descriptor, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(descriptor, False)
    started = perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = perf_counter() - started
    cost = f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss * 1024}\n"
    os.write(descriptor, cost.encode())
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
