"""Hold releases against the rules that no file alone can break."""

from dateline.checks.run import across, run

__all__ = ["across", "run"]
