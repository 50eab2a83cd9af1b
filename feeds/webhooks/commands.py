"""`vanthu webhook`: where changes are sent to, and the worker that sends them."""

import threading
from datetime import UTC, datetime
from typing import Any

import click

from batch.options import as_json, in_database, in_language, say, say_now, settings
from feeds.options import asked, cleared_for, done, listed
from models.tables import TOPICS, Clearance, Topic


@click.group(help=say("Báo thay đổi cho hệ thống khác.", "Tell other systems of changes as they happen."))
def webhook() -> None:
    """Webhooks."""


@webhook.command(help=say("Gửi thay đổi đến URL; khóa ký chỉ hiện một lần.",
                          "Send changes to URL; the signing secret is shown this once."))  # fmt: skip
@click.argument("url")
@click.option("--topic", "topics", multiple=True, type=click.Choice(TOPICS),
              help=say("chỉ loại này; có thể lặp lại", "only changes of this; may be repeated"))  # fmt: skip
@click.option("--after", type=click.IntRange(min=0),
              help=say("từ sau số này của dòng thay đổi; mặc định: từ bây giờ",
                       "from behind this number of the feed; default: from now on"))  # fmt: skip
@cleared_for
@in_database
@in_language
def add(url: str, topics: tuple[Topic, ...], after: int | None, clearance: Clearance, db: str) -> None:
    from feeds.webhooks.addresses import NotFound, Unfit, fit
    from feeds.webhooks.messages import new_secret
    from models import feed
    from models.feed import webhooks

    try:
        fit(url, allow_private=settings().feeds.webhook_allow_private)
    except NotFound as error:
        click.echo(
            say_now(f"vanthu: {error.wording.vi}; vẫn ghi nhận", f"vanthu: {error.wording.en}; taken all the same"),
            err=True,
        )
    except Unfit as error:
        raise click.UsageError(say_now(error.wording.vi, error.wording.en)) from error
    signing = new_secret()
    database = _opened(db)
    feed.number(database)
    with database.writing() as session:
        made = webhooks.subscribe(
            session, url, signing, datetime.now(UTC), topics=topics, clearance=clearance, after=after
        )
    database.close()
    click.echo(f"{made}\t{signing}")


@webhook.command("list", help=say("Các nơi nhận, và còn bao nhiêu tin chưa gửi.", "The webhooks, and what waits."))
@as_json
@in_database
@in_language
def list_webhooks(as_json: bool, db: str) -> None:
    from models.feed import webhooks

    def line(known: webhooks.Subscription) -> tuple[str, ...]:
        told = known.stopped_because or say_now(
            f"đang chờ {known.waiting}, gác lại {known.dead}", f"{known.waiting} waiting, {known.dead} laid aside"
        )
        about = ", ".join(known.topics) or "*"
        return str(known.id), known.url, about + ("" if known.clearance == "open" else f", {known.clearance}"), told

    none = say_now("chưa có nơi nhận nào", "there are none")
    listed(asked(db, webhooks.subscriptions), line, none, as_json=as_json)


@webhook.command(help=say("Gửi lại: các tin đã gác lại, hoặc tất cả từ một số trở đi.",
                          "Send again: what was laid aside, or all from a number on."))  # fmt: skip
@click.argument("webhook", type=int)
@click.option("--since", type=click.IntRange(min=0),
              help=say("từ số này của dòng thay đổi", "from this number of the feed on"))  # fmt: skip
@in_database
@in_language
def replay(webhook: int, since: int | None, db: str) -> None:
    from models.feed import webhooks

    def act(session: Any) -> int:
        webhooks.resume(session, webhook)
        return webhooks.replay(session, webhook, datetime.now(UTC), since=since)

    count = done(db, act)
    click.echo(say_now(f"sẽ gửi lại {count} tin", f"{count} messages will be sent again"))


@webhook.command(help=say("Thôi gửi đến nơi này.", "Send nothing there any more."))
@click.argument("webhook", type=int)
@in_database
@in_language
def remove(webhook: int, db: str) -> None:
    from models.feed import webhooks

    done(db, lambda session: webhooks.unsubscribe(session, webhook))
    click.echo(say_now(f"đã bỏ {webhook}", f"{webhook} is gone"))


@webhook.command(help=say("Gửi thay đổi đi, cho đến khi dừng bằng Ctrl-C (“vanthu serve” cũng làm việc này).",
                          "Send changes until stopped by Ctrl-C (“vanthu serve” does so too)."))  # fmt: skip
@click.option("--once", is_flag=True, help=say("một lượt rồi thôi", "one round, then end"))
@in_database
@in_language
def deliver(once: bool, db: str) -> None:
    from feeds.api import PREFIX
    from feeds.webhooks import delivery

    chosen = settings()
    source = f"{chosen.serve.public_url.rstrip('/')}{PREFIX}"
    database = _opened(db)
    if once:
        done = delivery.deliver(database, chosen.feeds, source=source)
        click.echo(
            say_now(
                f"đã gửi {done.delivered} tin, {done.failed} lần không được",
                f"{done.delivered} messages sent, {done.failed} tries failed",
            )
        )
        database.close()
        click.get_current_context().exit(1 if done.failed else 0)
    stopped = threading.Event()
    try:
        delivery.keep_delivering(database, chosen.feeds, stopped, source=source)
    except KeyboardInterrupt:
        stopped.set()
    database.close()


def _opened(db: str) -> Any:
    from models.database import open_database

    return open_database(db)
