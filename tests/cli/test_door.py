"""The door: what holds for every command."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import click
import pytest

from dateline import __version__, build
from dateline.cli.door import COMMANDS
from dateline.errors import OutsideError
from tests.cli.running import NOW, command, run, spawn
from tests.patience import PATIENCE

HEAVY = {"pydantic", "jinja2", "yaml", "feedgen", "lxml", "comrak", "watchfiles", "tree_sitter"}


def test_version() -> None:
    """`dateline --version` names program and version."""
    assert run("--version").output == f"dateline {__version__}\n"


def test_help_lists_every_command() -> None:
    """`dateline --help` lists every command with its line of help."""
    output = run("--help").output

    assert [name for name in COMMANDS if f"  {name} " in output] == list(COMMANDS)
    assert "Example" in output


def test_help_is_light() -> None:
    """`dateline --help` imports no command and no heavy library."""
    script = (
        "import sys, dateline.cli, click\n"
        "try: dateline.cli.command.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    loaded = set(done.stderr.split())
    assert not loaded & HEAVY
    assert not {f"dateline.cli.{name}" for name in COMMANDS} & loaded
    assert "dateline.settings" not in loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    """Every command explains itself, and shows how it is called."""
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"  dateline {name}" in result.output.partition("Example")[2]
    for option in ("-C DIR", "--quiet", "--verbose", "--help"):
        assert option in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    """Every command and every option has its words."""
    found: click.Command = import_module(f"dateline.cli.{name}").command

    assert found.name == name
    assert (found.help or "").rstrip().endswith(".")
    options = [each for each in found.params if isinstance(each, click.Option)]
    assert all((each.help or "").endswith(".") for each in options)


def test_no_command_shows_the_help() -> None:
    """`dateline` alone shows its help, as wrong usage."""
    result = run()

    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def test_unknown_command_is_usage() -> None:
    """A mistyped command exits 2 and names the one that was meant."""
    result = run("biuld")

    assert result.exit_code == 2
    assert "build" in result.stderr


def test_unknown_option_is_usage() -> None:
    """A mistyped option exits 2."""
    assert run("build", "--frce").exit_code == 2
    assert run("--frce").exit_code == 2


@pytest.mark.parametrize("name", ["check", "build", "digest", "list", "serve", "new"])
def test_outside_a_newsroom(name: str, tmp_path: Path) -> None:
    """Without a newsroom, every command that needs one says so and exits 2."""
    words = ["A title"] if name == "new" else []

    result = run("-C", tmp_path, name, *words)

    assert result.exit_code == 2
    assert "No dateline.toml" in result.stderr
    assert "dateline init" in result.stderr
    assert result.stdout == ""


def test_folder_stands_before_or_after_the_command(small: Path) -> None:
    """-C is understood before and after the command, from any folder of the newsroom."""
    before = run("-C", small, "list", "--now", NOW)
    after = run("list", "-C", small / "releases" / "2024", "--now", NOW)

    assert before.exit_code == 0
    assert before.stdout == after.stdout


def test_missing_folder_is_usage(tmp_path: Path) -> None:
    """-C with a folder that does not exist exits 2."""
    assert run("-C", tmp_path / "none", "list").exit_code == 2


def test_nearest_newsroom_is_used(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without -C, the nearest newsroom at or above the working folder is used."""
    monkeypatch.chdir(small / "releases" / "2024")

    assert run("check").exit_code == 0


def test_quiet_and_verbose_exclude_each_other(small: Path) -> None:
    """Nobody can want less and more at once."""
    assert run("-q", "list", "-v", "-C", small).exit_code == 2


def test_bug_is_told_without_a_traceback(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of Dateline exits 70 and says so; the details come with --verbose."""

    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(build, "check", break_down)

    short = run("check", "-C", small)
    long = run("check", "-C", small, "--verbose")

    assert (short.exit_code, long.exit_code) == (70, 70)
    assert "bug of Dateline: ZeroDivisionError: oh" in short.stderr
    assert "Traceback" not in short.output
    assert "--verbose" in short.stderr
    assert "Traceback" in long.stderr
    assert "in break_down" in long.stderr


@pytest.mark.parametrize(
    "failure",
    [
        OSError(28, "No space left on device", "/disk/public"),
        OSError(30, "Read-only file system", "/disk/public"),
        PermissionError(13, "Permission denied", "/disk/public"),
        OutsideError("/disk/public: gone", hint="Mend it."),
    ],
)
def test_outside_failures_exit_3(
    small: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """What disk and system refuse exits 3, with what and where and no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(build, "build", fail)

    result = run("build", "-C", small)

    assert result.exit_code == 3
    assert "/disk/public" in result.stderr
    assert "Traceback" not in result.output


def test_interruption_exits_130(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command at once, with the exit code that shells know."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "build", interrupt)

    result = run("build", "-C", small)

    assert result.exit_code == 130
    assert "Traceback" not in result.output


def test_broken_pipe_is_quiet(small: Path) -> None:
    """A reader that has seen enough (`| head`) causes no complaint."""
    process = subprocess.Popen(
        command("list", "-C", small, "--now", NOW), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()

    _, errors = process.communicate()

    assert process.returncode == 141
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_for_the_output_exits_3(small: Path) -> None:
    """Results that cannot be written are a failure, told once."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("list", "-C", small),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_outputs(small: Path, closed: str) -> None:
    """A shell that closed our outputs gets the exit code, and nothing breaks down."""
    for words, code in ((command("list", "-C", small), 0), (command("build", "--nonsense"), 2)):
        script = f"{shlex.join(words)} {closed}"

        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)

        assert done.returncode == code
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal(small: Path, encoding: str) -> None:
    """A terminal without Vietnamese letters gets their numbers, never a failure."""
    table = spawn("list", "-C", small, PYTHONIOENCODING=encoding)
    listed = spawn("list", "--format", "json", "-C", small, PYTHONIOENCODING=encoding)

    assert table.returncode == 0
    titles = {each["title"] for each in json.loads(listed.stdout)}
    assert "Hội thảo về bảo hiểm" in titles


def test_colour_is_for_terminals_without_no_color(small: Path) -> None:
    """NO_COLOR is honoured (no-color.org); what is piped has no colours at all."""
    escape = "\x1b["

    assert escape in run("list", "-C", small, "--now", NOW, color=True).stdout
    assert (
        escape
        not in run("list", "-C", small, "--now", NOW, color=True, env={"NO_COLOR": "1"}).stdout
    )
    assert escape not in run("list", "-C", small, "--now", NOW).stdout


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_real_interruption_is_clean(small: Path) -> None:
    """A preview ends by Ctrl-C with exit code 0 and no traceback."""
    process = subprocess.Popen(
        command("serve", "--port", "0", "-C", small),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job passes on that interruptions are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)

    _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "Traceback" not in errors
