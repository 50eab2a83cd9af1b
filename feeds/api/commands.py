"""`vanthu token`: who may ask the API."""

from datetime import UTC, date, datetime, time

import click

from batch.options import a_day, as_json, in_database, in_language, print_json, say, say_now
from models.errors import Refused
from models.tables import SCOPES, Scope


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
        "phạm vi, có thể lặp lại: read đọc; write ghi và đọc; admin quản lý webhook; secret thấy cả văn bản mật",
        "scope, may be repeated: read; write (and read); admin (webhooks too); secret sees documents with a mark too",
    ),
)
@a_day("--until", say("ngày cuối cùng còn hiệu lực", "the last day on which it lets in"))
@in_database
@in_language
def create(name: str, scopes: tuple[Scope, ...], until: date | None, db: str) -> None:
    from models.database import open_database
    from models.feed import tokens

    ends = datetime.combine(until, time.max).astimezone(UTC) if until else None
    database = open_database(db)
    try:
        with database.writing() as session:
            made = tokens.issue(session, name, scopes, datetime.now(UTC), ends)
    except Refused as error:
        raise click.UsageError(say_now(error.wording.vi, error.wording.en)) from error
    finally:
        database.close()
    click.echo(made)
    click.echo(
        say_now("Hãy cất mã này ngay: sau này không xem lại được.", "Keep it now: it can't be shown again."), err=True
    )


@token.command("list", help=say("Các mã đã cấp.", "The tokens there are."))
@as_json
@in_database
@in_language
def list_tokens(as_json: bool, db: str) -> None:
    from models.database import open_database
    from models.feed import tokens

    database = open_database(db)
    with database.reading() as session:
        found = tokens.callers(session)
    database.close()
    if as_json:
        print_json(found)
        return
    for caller in found:
        scopes = ", ".join(scope for scope in SCOPES if scope in caller.scopes)
        click.echo(
            f"{caller.name}\t{scopes}\t{caller.made_at:%d/%m/%Y}\t{_standing(caller.revoked_at, caller.expires_at)}"
        )
    if not found:
        click.echo(say_now("chưa cấp mã nào", "there are none"))


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
    from models.database import open_database
    from models.feed import tokens

    database = open_database(db)
    try:
        with database.writing() as session:
            tokens.revoke(session, name, datetime.now(UTC))
    except Refused as error:
        raise click.UsageError(say_now(error.wording.vi, error.wording.en)) from error
    finally:
        database.close()
    click.echo(say_now(f"đã thu hồi “{name}”", f"revoked “{name}”"))
