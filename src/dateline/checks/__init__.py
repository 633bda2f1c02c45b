"""Hold releases against the rules that no file alone can break."""

from dateline.checks.run import run

__all__ = ["run"]
