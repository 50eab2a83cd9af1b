"""`vanthu serve` and `vanthu user`."""

import getpass
import os
import secrets
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from batch.options import in_database, in_language, say, say_now, settings
from models.tables import CLEARANCES, RANKS

KEY_BYTES = 32


@click.command(
    help=say(
        "Mở trang rà soát trên trình duyệt, và giao diện lập trình (API).",
        "Serve the reviewer's desk and the API to browsers and programs.",
    )
)
@click.option("--host", help=say("địa chỉ để lắng nghe (serve.host)", "address to listen on (serve.host)"))
@click.option("--port", type=click.IntRange(1, 65535), help=say("cổng (serve.port)", "port (serve.port)"))
@in_database
@in_language
def serve(db: str, host: str | None, port: int | None) -> None:
    import uvicorn

    from feeds.api import PREFIX
    from feeds.webhooks.delivery import delivering
    from models.counts import counting
    from models.database import open_database
    from review.application import create_app

    chosen = settings()
    host, port = host or chosen.serve.host, port or chosen.serve.port
    database = open_database(db, wait=chosen.database.wait)
    password = first_start(database)
    address = chosen.serve.public_url or f"http://{host}:{port}"
    if password:
        click.echo(
            say_now(
                f"Lần chạy đầu: đăng nhập với tên “admin”, mật khẩu dùng một lần: {password}",
                f"First start: sign in as “admin” with this one-time password: {password}",
            )
        )
    click.echo(say_now(f"vanthu: {address} (Ctrl-C để dừng)", f"vanthu: {address} (Ctrl-C to stop)"))
    app = create_app(database, chosen, secret=secret_of(chosen.serve.secret_file))
    api = f"{chosen.serve.public_url.rstrip('/')}{PREFIX}"
    proxies = list(chosen.serve.trusted_proxies)
    served = delivering(database, chosen.feeds, source=api)
    with counting(database), served, suppress(KeyboardInterrupt):  # what uvicorn ends with
        uvicorn.run(
            app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
        )  # fmt: skip


def first_start(database: Any) -> str | None:
    """Where there are no users, make one administrator; the one-time password."""
    from models import people
    from review.people import passwords

    with database.writing() as session:
        if people.people(session):
            return None
        password = passwords.one_time()
        people.introduce(
            session,
            "admin",
            "administrator",
            datetime.now(UTC),
            full_name="Quản trị viên",
            password_hash=passwords.hashed(password),
            must_change=True,
        )
    return password


def secret_of(file: Path | None) -> bytes:
    """The key that signs sessions: from its file, which is made where it is missing, for this user's eyes only."""
    from platformdirs import user_data_path

    path = file or user_data_path("vanthu") / "session-key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_hex(KEY_BYTES) + "\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise click.UsageError(say(f"không ghi được {path}", f"{path} can't be written")) from error
    kept = path.read_bytes().strip()
    if len(kept) < KEY_BYTES:
        raise click.UsageError(say(f"khóa trong {path} quá ngắn", f"the key in {path} is too short"))
    return kept


@click.group(help=say("Người dùng của trang rà soát.", "Users of the reviewer's desk."))
def user() -> None:
    pass


@user.command("add", help=say("Thêm người dùng; in mật khẩu dùng một lần.", "A new user; prints a one-time password."))
@click.argument("name")
@click.option("--rank", type=click.Choice(RANKS), default="reviewer", help=say("vai trò", "role"))
@click.option("--full-name", help=say("họ tên", "full name"))
@click.option(
    "--clearance",
    type=click.Choice(CLEARANCES),
    default="open",
    help=say("độ mật được xem", "up to which mark of secrecy"),
)
@in_database
@in_language
def add(name: str, rank: Any, full_name: str | None, clearance: Any, db: str) -> None:
    from models import people
    from models.database import open_database
    from models.errors import Refused
    from review.people import passwords

    password = passwords.one_time()
    try:
        with open_database(db).writing() as session:
            people.introduce(
                session, name, rank, datetime.now(UTC), full_name=full_name,
                password_hash=passwords.hashed(password), must_change=True, clearance=clearance,
            )  # fmt: skip
    except Refused as refused:
        raise click.ClickException(say_now(refused.wording.vi, refused.wording.en)) from refused
    click.echo(say_now(f"{name}: mật khẩu dùng một lần {password}", f"{name}: one-time password {password}"))


@user.command("password", help=say("Đặt lại mật khẩu.", "Another password."))
@click.argument("name")
@click.option("--ask", is_flag=True, help=say("hỏi mật khẩu thay vì tạo mới", "ask for it instead of making one"))
@in_database
@in_language
def password(name: str, ask: bool, db: str) -> None:
    from models import people
    from models.errors import Refused
    from review.people import passwords

    chosen = _asked() if ask else passwords.one_time()
    from models.database import open_database

    try:
        with open_database(db, create=False).writing() as session:
            found = people.known(session, name)
            if found is None:
                raise click.ClickException(say_now(f"không có người dùng “{name}”", f"there is no user “{name}”"))
            people.set_password(session, found.id, passwords.hashed(chosen), must_change=not ask)
    except Refused as refused:
        raise click.ClickException(say_now(refused.wording.vi, refused.wording.en)) from refused
    if ask:
        click.echo(say_now(f"{name}: đã đổi mật khẩu", f"{name}: the password is changed"))
    else:
        click.echo(say_now(f"{name}: mật khẩu dùng một lần {chosen}", f"{name}: one-time password {chosen}"))


def _asked() -> str:
    prompt = say_now("Mật khẩu mới: ", "New password: ")
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


@user.command("list", help=say("Những người dùng hiện có.", "The users that there are."))
@in_database
@in_language
def list_users(db: str) -> None:
    from batch.options import reading_of
    from models import people

    with reading_of(db) as session:
        for known in people.people(session):
            state = "" if known.active else say_now(" (đã khóa)", " (closed)")
            click.echo(f"{known.name}\t{known.full_name}\t{known.rank}\t{known.clearance}{state}")
