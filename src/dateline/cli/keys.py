"""`dateline keys`: make the secret keys of signatures and tokens."""

from __future__ import annotations

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.office import open_office
from dateline.cli.options import common, examples, on_desk
from dateline.database.files import write_private
from dateline.errors import UsageError
from dateline.settings import Newsroom
from dateline.subscriptions.keyfiles import make_next_key

_BITS = 2048  # RFC 8301 section 3.2; a longer one does not fit into one DNS answer
_PIECE = 255  # RFC 1035 section 3.3.14: a string of a TXT record


@click.group("keys", epilog=examples("dateline keys new --selector press2024"))
@on_desk
def command() -> None:
    """Make the secret keys of signatures and tokens."""


@command.command("new", epilog=examples("dateline keys new", "dateline keys new --token"))
@click.option("--selector", metavar="S", help="The DKIM key's name; else as [mail.dkim] says.")
@click.option("--token", is_flag=True, help="Make the next key of unsubscribe links instead.")
@common
def new(desk: Desk, *, selector: str | None, token: bool) -> None:
    """Make a DKIM key, and print its DNS record.

    The private key goes among the keys, for its owner alone. With --token:
    the next key of unsubscribe links; those of older keys stay good for ever.
    """
    newsroom = open_newsroom(desk)
    if token:
        with open_office(desk, newsroom):  # makes the first one where there is none
            path = make_next_key(newsroom.sending.keys)
        with open_office(desk, newsroom):  # and the database knows it from now on
            desk.done(f"{desk.near(path)} makes new links; older ones stay good.")
        return
    _make_dkim(desk, newsroom, selector)


def _make_dkim(desk: Desk, newsroom: Newsroom, selector: str | None) -> None:
    # Heavy, and no other command of this group needs it.
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    from dateline.mail.dkim import Signer  # noqa: PLC0415
    from dateline.settings.posting_schema import is_selector  # noqa: PLC0415

    dkim = newsroom.sending.dkim
    own = selector or (dkim.selector if dkim else "dateline")
    if not is_selector(own):
        raise UsageError(f"--selector: `{own}` is none.", hint="Use letters, digits and hyphens.")
    same = dkim is not None and dkim.selector == own
    sender = newsroom.mail.sender_address.rpartition("@")[2]
    path = dkim.key_file if dkim and same else newsroom.sending.keys / f"dkim-{own}.pem"
    if path.exists():
        hint = "Name another --selector; publish the new record before you use its key."
        raise UsageError(f"{desk.near(path)} is there already.", hint=hint)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_private(path, pem)
    domain = dkim.domain if dkim else sender
    record = Signer(domain, own, key).record
    pieces = [record[at : at + _PIECE] for at in range(0, len(record), _PIECE)]
    quoted = " ".join(f'"{piece}"' for piece in pieces)
    desk.result(f"{own}._domainkey.{domain}. IN TXT ( {quoted} )")
    desk.tell(f"The private key is {desk.near(path)}. Publish the line above in DNS.")
    if not same:
        desk.tell(f'Then name it in dateline.toml: [mail.dkim] selector = "{own}".')
