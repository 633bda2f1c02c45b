"""A hundred thousand subjects and names, right in four parsers."""

from __future__ import annotations

import email
import email.header
import email.policy
import random
import shutil
import subprocess

import pytest

from dateline.digest.rfc2047 import named, shorten, unstructured
from tests.digest.test_rfc2047 import EMOJI, ENGLISH, VIETNAMESE, assert_sound, decoded

_PERL = r"""
local $/ = "\0"; binmode STDOUT, ":utf8";
while (<STDIN>) { chomp; s/^Subject: ?//; print decode("MIME-Header", $_), "\0"; }
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("perl") is None, reason="Perl is not installed")
def test_hundred_thousand() -> None:
    """English, Vietnamese and emoji come back as they were, and no encoded word is over 75."""
    chance = random.Random(7)
    words = ENGLISH + VIETNAMESE + EMOJI
    subjects = [" ".join(chance.choices(words, k=chance.randint(1, 30))) for _ in range(100_000)]
    fields = [unstructured("Subject", subject) for subject in subjects]
    for subject, field in zip(subjects, fields, strict=True):
        assert_sound(field)
        message = email.message_from_bytes(f"{field}\r\n\r\n".encode(), policy=email.policy.default)
        parts = email.header.decode_header(field.partition(": ")[2].replace("\r\n", ""))
        read = {decoded(field), str(message["Subject"]), str(email.header.make_header(parts))}
        assert read == {subject}
        name = named("From", shorten(subject), "<a@example.org>")
        assert_sound(name)
        parsed = email.message_from_bytes(f"{name}\r\n\r\n".encode(), policy=email.policy.default)
        (address,) = parsed["From"].addresses
        assert (address.display_name, address.addr_spec) == (shorten(subject), "a@example.org")

    done = subprocess.run(["perl", "-MEncode", "-e", _PERL], input="\0".join(fields).encode(),
                          capture_output=True, check=True)  # fmt: skip
    assert done.stdout.decode().split("\0")[:-1] == subjects
