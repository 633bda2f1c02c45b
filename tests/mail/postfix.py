"""Run Debian's Postfix and Dovecot on the loopback, in a folder of their own, for a test.

Postfix takes letters and hands them to Dovecot by LMTP; Dovecot keeps a Maildir for each address
of example.net but `gone@`, which it does not know, so that Postfix sends a real bounce. What
comes back to bounces+…@example.org goes to a socket of the test's.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE, until
from tests.ports import kept_port

_MAIN = """\
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = {root}/mail.log
maillog_file_prefixes = {root}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.example.org
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = example.net
virtual_transport = lmtp:unix:{root}/dovecot-lmtp
transport_maps = inline:{{ example.org=lmtp:unix:{root}/bounces.sock }}
relay_domains = example.org
local_recipient_maps =
smtputf8_enable = yes
smtpd_tls_security_level = none
import_environment = MAIL_CONFIG LANG=C
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """\
base_dir = {root}/dovecot-run
state_dir = {root}/dovecot-state
log_path = {root}/dovecot.log
protocols = lmtp
ssl = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {user}
mail_location = maildir:{root}/mail/%u
lmtp_save_to_detail_mailbox = no
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {root}/users
}}
userdb {{
  driver = passwd-file
  args = {root}/users
}}
service lmtp {{
  unix_listener {root}/dovecot-lmtp {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Post:
    """A running mail system: Postfix's port and log, and where Dovecot keeps mail."""

    root: Path
    port: int

    @property
    def log(self) -> Path:
        """Give Postfix's log."""
        return self.root / "mail.log"

    @property
    def socket(self) -> Path:
        """Give where bounces are handed over."""
        return self.root / "bounces.sock"

    def mail(self, address: str) -> list[bytes]:
        """Give what an address got."""
        folder = self.root / "mail" / address / "new"
        return [path.read_bytes() for path in sorted(folder.glob("*"))]


def is_installed() -> bool:
    """Say whether both can be run: only root may."""
    programs = ("postfix", "dovecot")
    found = all(shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") for name in programs)
    return found and os.getuid() == 0


@contextmanager
def running(*addresses: str) -> Iterator[Post]:
    """Run both, with mailboxes for some addresses."""
    with kept_port() as port, _running(port, addresses) as post:
        yield post


@contextmanager
def _running(port: int, addresses: Sequence[str]) -> Iterator[Post]:
    root = Path(tempfile.mkdtemp(prefix="dateline-post-"))
    root.chmod(0o755)
    user = pwd.getpwnam("dovecot")
    for name in ("queue", "etc", "mail"):
        (root / name).mkdir()
    (root / "data").mkdir()
    shutil.chown(root / "data", "postfix")
    shutil.chown(root / "mail", "dovecot", "dovecot")
    lines = [f"{each}:{{plain}}x:{user.pw_uid}:{user.pw_gid}::{root}/mail" for each in addresses]
    (root / "users").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "etc" / "main.cf").write_text(_MAIN.format(root=root), encoding="utf-8")
    (root / "etc" / "master.cf").write_text(_MASTER.format(port=port), encoding="utf-8")
    configuration = root / "dovecot.conf"
    configuration.write_text(_DOVECOT.format(root=root, user="dovecot"), encoding="utf-8")
    dovecot = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(configuration)])
    try:
        _postfix(root, "start")
        until(lambda: _is_up(port, root), lambda: _logged(root))
        yield Post(root, port)
    finally:
        _postfix(root, "stop", check=False)
        dovecot.terminate()
        dovecot.wait(PATIENCE)
        shutil.rmtree(root, ignore_errors=True)


def _postfix(root: Path, word: str, *, check: bool = True) -> None:
    subprocess.run(
        ["/usr/sbin/postfix", "-c", str(root / "etc"), word],
        check=check,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _is_up(port: int, root: Path) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except OSError:
        return False
    return (root / "dovecot-lmtp").exists()


def _logged(root: Path) -> str:
    log = root / "mail.log"
    return log.read_text(encoding="utf-8") if log.exists() else "no log"
