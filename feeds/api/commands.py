"""`vanthu token`: who may ask the API."""

from datetime import UTC, date, datetime, time

import click

from batch.options import a_day, as_json, in_database, in_language, say, say_now
from feeds.options import asked, cleared_for, done, listed
from models.tables import SCOPES, Clearance, Scope


@click.group(help=say("Mã truy cập API của hệ thống khác.", "Tokens by which other systems ask the API."))
def token() -> None:
    """Tokens."""


@token.command(help=say("Cấp mã cho một hệ thống; mã chỉ hiện một lần.", "A new token; it is shown this once."))
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=("read",),
    show_default=True,
    help=say(
        "phạm vi, có thể lặp lại: read đọc; write ghi và đọc; admin quản lý webhook",
        "scope, may be repeated: read; write (and read); admin (webhooks too)",
    ),
)
@cleared_for
@a_day("--until", say("ngày cuối cùng còn hiệu lực", "the last day on which it lets in"))
@in_database
@in_language
def create(name: str, scopes: tuple[Scope, ...], clearance: Clearance, until: date | None, db: str) -> None:
    from models.feed import tokens

    ends = datetime.combine(until, time.max).astimezone(UTC) if until else None
    made = done(db, lambda session: tokens.issue(session, name, scopes, datetime.now(UTC), ends, clearance=clearance))
    click.echo(made)
    click.echo(
        say_now("Hãy cất mã này ngay: sau này không xem lại được.", "Keep it now: it can't be shown again."), err=True
    )


@token.command("list", help=say("Các mã đã cấp.", "The tokens there are."))
@as_json
@in_database
@in_language
def list_tokens(as_json: bool, db: str) -> None:
    from models.feed.tokens import Caller, callers

    def line(caller: Caller) -> tuple[str, ...]:
        scopes: list[str] = [scope for scope in SCOPES if scope in caller.scopes]
        scopes += [] if caller.clearance == "open" else [caller.clearance]
        ends = _standing(caller.revoked_at, caller.expires_at)
        return caller.name, ", ".join(scopes), f"{caller.made_at:%d/%m/%Y}", ends

    listed(asked(db, callers), line, say_now("chưa cấp mã nào", "there are none"), as_json=as_json)


def _standing(revoked: datetime | None, expires: datetime | None) -> str:
    if revoked is not None:
        return say_now(f"đã thu hồi {revoked:%d/%m/%Y}", f"revoked {revoked:%d/%m/%Y}")
    if expires is not None:
        return say_now(f"đến {expires:%d/%m/%Y}", f"until {expires:%d/%m/%Y}")
    return say_now("không thời hạn", "without end")


@token.command(help=say("Thu hồi mã: không ai vào được bằng mã này nữa.", "Let nobody in by this token any more."))
@click.argument("name")
@in_database
@in_language
def revoke(name: str, db: str) -> None:
    from models.feed import tokens

    done(db, lambda session: tokens.revoke(session, name, datetime.now(UTC)))
    click.echo(say_now(f"đã thu hồi “{name}”", f"revoked “{name}”"))
