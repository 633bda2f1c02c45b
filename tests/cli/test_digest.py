"""`dateline digest`: the e-mail-ready digest alone."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from tests.cli.running import NOW, run, tree


def test_last_closed_month(small: Path) -> None:
    """Unless told, it is the last closed month's, into `digests/`, of each feed and language."""
    result = run("digest", "-C", small, "--now", NOW)

    made = tree(small / "digests")
    printed = [
        Path(line).relative_to(small / "digests").as_posix() for line in result.stdout.split()
    ]
    assert result.exit_code == 0
    assert sorted(printed) == sorted(made)
    assert {path for path in made if "/press/" in path} == {
        f"{language}/press/2024-01/digest.{ending}"
        for language in ("en", "vi")
        for ending in ("html", "txt", "eml")
    }


def test_letter_can_be_opened(small: Path) -> None:
    """The letter is one that a mail program reads."""
    run("digest", "2024-01", "-C", small, "--now", NOW, "--feed", "press", "--lang", "en")

    content = (small / "digests/en/press/2024-01/digest.eml").read_bytes()
    letter = email.message_from_bytes(content, policy=email.policy.default)
    assert "Workshop on insurance" in letter.get_body(("plain",)).get_content()


def test_feed_language_and_folder(small: Path, tmp_path: Path) -> None:
    """--feed, --lang and --out choose one digest, and where it goes."""
    out = tmp_path / "mail"

    run(
        "digest",
        "2024-01",
        "-C",
        small,
        "--now",
        NOW,
        "--feed",
        "press",
        "--lang",
        "vi",
        "--out",
        out,
    )

    assert set(tree(out)) == {f"vi/press/2024-01/digest.{end}" for end in ("html", "txt", "eml")}
    assert not (small / "digests").exists()


def test_open_month_is_unfinished(small: Path) -> None:
    """The open month's digest is made when asked for, and said to be unfinished."""
    result = run("digest", "2024-02", "-C", small, "--now", NOW, "--lang", "en", "--feed", "press")

    assert result.exit_code == 0
    assert "unfinished" in result.stderr
    assert b"unfinished" in (small / "digests/en/press/2024-02/digest.eml").read_bytes()


@pytest.mark.parametrize("month", ["2023-11", "2031-01"])
def test_empty_month_gives_none(small: Path, month: str) -> None:
    """A month without releases gives no digest, and says so: that is no failure."""
    result = run("digest", month, "-C", small, "--now", NOW)

    assert (result.exit_code, result.stdout) == (0, "")
    assert month in result.stderr
    assert not (small / "digests").exists()


def test_mail_tools(small: Path) -> None:
    """--for writes a mail tool's own tags."""
    words = ("digest", "2024-01", "-C", small, "--now", NOW, "--feed", "press", "--lang", "en")

    run(*words, "--for", "mailchimp")

    assert b"*|UNSUB|*" in (small / "digests/en/press/2024-01/digest.html").read_bytes()


@pytest.mark.parametrize(
    "words", [("2024-13",), ("01-2024",), ("--feed", "pres"), ("--lang", "vn"), ("--for", "pigeon")]
)
def test_wrong_words_are_usage(small: Path, words: tuple[str, ...]) -> None:
    """A month, feed, language or tool that there is not exits 2."""
    assert run("digest", "-C", small, *words).exit_code == 2


def test_nearest_feed_is_suggested(small: Path) -> None:
    """A mistyped feed is answered with the nearest."""
    assert "`press`" in run("digest", "-C", small, "--feed", "pres").stderr


def test_errors_write_nothing(small: Path) -> None:
    """While a release has an error there is no digest."""
    (small / "releases/2024-02-01-broken.md").write_text("no keys\n", encoding="utf-8")

    assert run("digest", "2024-01", "-C", small, "--now", NOW).exit_code == 1
    assert not (small / "digests").exists()


def test_inputs_are_no_output(small: Path) -> None:
    """A digest is never written among the releases."""
    assert run("digest", "-C", small, "--out", small / "releases").exit_code == 2
