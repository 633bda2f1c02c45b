"""`dateline subscriptions serve`: open the web door for subscribers."""

from __future__ import annotations

import click

from dateline.cli.clock import SystemClock
from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_newsroom
from dateline.cli.office import open_office
from dateline.cli.options import common, examples, on_desk
from dateline.errors import OutsideError, UsageError


@click.group("subscriptions", epilog=examples("dateline subscriptions serve"))
@on_desk
def command() -> None:
    """Open the web door: subscribe, confirm, preferences, unsubscribe."""


@command.command("serve", epilog=examples("dateline subscriptions serve --listen 127.0.0.1:8025"))
@click.option("--listen", metavar="HOST:PORT", help="Listen here; else as [subscriptions] says.")
@common
def serve(desk: Desk, *, listen: str | None) -> None:
    """Open the web door, for a proxy with TLS before it.

    It sends the confirmation mails too. Ctrl-C or SIGTERM ends it; what was
    asked for and not yet mailed is mailed when it is opened again.
    """
    # Heavy, and help needs none of it.
    import uvicorn  # noqa: PLC0415

    from dateline.mail.messenger import SmtpMessenger  # noqa: PLC0415
    from dateline.webapp import make_app  # noqa: PLC0415

    newsroom = open_newsroom(desk)
    if not newsroom.door.url:
        hint = 'Write [subscriptions] url = "https://press.example.org/subscriptions/".'
        raise UsageError("dateline.toml does not say where the door stands in public.", hint=hint)
    host, port = _place(listen, (newsroom.door.host, newsroom.door.port))
    with open_office(desk, newsroom) as office:
        messenger = SmtpMessenger(office.equipment())
        app = make_app(newsroom, office.database, office.ring, messenger, SystemClock().now)
        # No log of requests: their addresses hold tokens. The proxy's must leave them out too.
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=16_384,
        )
        desk.result(f"http://{host}:{port}/health")
        desk.tell("Press Ctrl-C to end.")
        server = uvicorn.Server(config)
        try:
            server.run()
        except KeyboardInterrupt:
            return
        except SystemExit as failure:  # uvicorn's way to say that it could not begin
            raise OutsideError(
                f"Cannot listen at {host}:{port}.", hint="Is another door open there?"
            ) from failure


def _place(listen: str | None, own: tuple[str, int]) -> tuple[str, int]:
    if listen is None:
        return own
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise UsageError(f"--listen: `{listen}` is no host and port.", hint="127.0.0.1:8025")
    return host.strip("[]"), int(port)
