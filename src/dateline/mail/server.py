"""Describe the mail servers that letters are handed to, and the secrets for them.

A secret comes from the environment or from a file, never from dateline.toml, and no message or
`repr` ever holds it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dateline.errors import UsageError
from dateline.settings.posting import Smtp

PASSWORD = "DATELINE_SMTP_PASSWORD"  # noqa: S105 -- the variable's name


@dataclass(frozen=True)
class Secret:
    """A text that shows itself only when asked for by name."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: where it is, how it is spoken to (none, starttls or tls), and as whom."""

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: Secret = Secret("")

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_near(self) -> bool:
        """Say whether the server is this machine itself: nobody listens in between."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def servers(smtp: Smtp, environment: Mapping[str, str]) -> tuple[Server, ...]:
    """Give the mail servers that the settings name; raises UsageError for a missing secret."""
    password = read_secret(environment, smtp.password_file) if smtp.user else Secret("")
    first = Server(smtp.host, smtp.port, smtp.security, smtp.user, password)
    others = [other.rpartition(":") for other in smtp.pool]
    return (first, *(replace(first, host=host, port=int(port)) for host, _, port in others))


def read_secret(environment: Mapping[str, str], file: Path | None) -> Secret:
    """Read the mail server's password from the environment, or from a file.

    Raises UsageError, which tells the file and never what is in it.
    """
    text = environment.get(PASSWORD)
    if not text:
        where = environment.get(f"{PASSWORD}_FILE") or file
        if not where:
            hint = f"Put it into {PASSWORD}, or name its file in [mail.smtp] `password_file`."
            raise UsageError("The mail server's password is missing.", hint=hint)
        text = _read(Path(where))
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise UsageError("The mail server's password holds line breaks or control characters.")
    return Secret(text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as failure:
        hint = "Check its name and permissions."
        raise UsageError(f"The password file {path} cannot be read.", hint=hint) from failure
