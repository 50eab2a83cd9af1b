"""What came of tasks and targets: as people report it, and what reports say, for a person to confirm."""

from datetime import date

import click

from batch.options import a_day, as_json, in_database, in_language, reading_of, say, say_now
from batch.people.steps import answer, by_a_person, done, limited, step


@click.group(help=say("Tiến độ: người báo, và báo cáo nêu.", "Progress: as people say, and as reports do."))
def progress() -> None:
    pass


@progress.command("list", help=say("Kết quả đọc từ báo cáo, chờ người xác nhận.", "What reports say, for a person."))
@limited
@as_json
@in_database
@in_language
def progress_list(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.proposals(session, limit=limit)
    answer(found, sheet_steps.proposals, as_json)


@progress.command("report", help=say("Báo tiến độ một nhiệm vụ, chỉ tiêu.", "Say what came of a task or target."))
@click.argument("record", type=int)
@a_day("--on", say("ngày đạt được", "the day on which it was so"))
@click.option("--done", "is_done", is_flag=True, help=say("đã xong", "it is done"))
@click.option("--value", type=float, help=say("số đạt được", "how much was reached"))
@click.option("--of", "of_all", type=float, help=say("trên tổng số", "of how many"))
@click.option("--unit", help=say("đơn vị tính", "in which unit"))
@click.option("--note", help=say("ghi chú", "a note"))
@click.option("--shown-by", type=int, help=say("mã văn bản chứng minh", "the id of the document that shows it"))
@by_a_person
def progress_report(
    record: int, is_done: bool, on: date | None, value: float | None, of_all: float | None, unit: str | None,
    note: str | None, shown_by: int | None, who: str, why: str | None, db: str,
) -> None:  # fmt: skip
    from models.following.progress import Achieved, report

    achieved = Achieved(on=on, done=is_done, value=value, of=of_all, unit=unit, note=note or why)
    with step(db, who, why) as (session, by):
        number = report(session, record, achieved, by, shown_by=shown_by)
    click.echo(say_now(f"tiến độ {number}", f"progress {number}"))


@progress.command("confirm", help=say("Xác nhận kết quả do báo cáo nêu.", "Say that a proposal is right."))
@click.argument("number", metavar="ID", type=int)
@click.option("--record", type=int, help=say("của nhiệm vụ, chỉ tiêu này", "of this task or target"))
@by_a_person
def progress_confirm(number: int, record: int | None, who: str, why: str | None, db: str) -> None:
    from models.following.progress import confirm

    with step(db, who, why) as (session, by):
        confirm(session, number, by, record=record)
    done()


@progress.command("dismiss", help=say("Bỏ kết quả do báo cáo nêu.", "Say that a proposal is not right."))
@click.argument("number", metavar="ID", type=int)
@by_a_person
def progress_dismiss(number: int, who: str, why: str | None, db: str) -> None:
    from models.following.progress import dismiss

    with step(db, who, why) as (session, by):
        dismiss(session, number, by)
    done()
