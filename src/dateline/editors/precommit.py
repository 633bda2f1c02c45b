"""Write the configuration by which pre-commit holds back a commit with errors.

https://pre-commit.com/#new-hooks
"""

from __future__ import annotations

FILES = r"^(releases|pages|feeds|templates|assets)/|^dateline\.toml$"

CONFIG = f"""\
# .pre-commit-config.yaml: `pre-commit install` makes git ask Dateline before each commit.
repos:
  - repo: local
    hooks:
      - id: dateline-check
        name: dateline check
        entry: dateline check
        language: system
        pass_filenames: false
        files: {FILES}
"""
