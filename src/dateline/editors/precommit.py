"""Write the configuration by which pre-commit holds back a commit with errors.

It always runs: `files` knows no deleted ones, and a published release may be among those.
https://pre-commit.com/#new-hooks
"""

from __future__ import annotations

CONFIG = """\
# .pre-commit-config.yaml: `pre-commit install` makes git ask Dateline before each commit.
repos:
  - repo: local
    hooks:
      - id: dateline-check
        name: dateline check
        entry: dateline check
        language: system
        pass_filenames: false
        always_run: true
"""
