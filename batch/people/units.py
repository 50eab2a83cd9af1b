"""Units: which are one, which are two, and who took over from whom."""

from datetime import date

import click

from batch.options import a_day, as_json, in_database, in_language, reading_of, say, say_now, settings
from batch.people.steps import answer, by_a_person, done, limited, step


@click.group(help=say("Đơn vị: cùng là một, tách, kế thừa.", "Units: the same, two, successors."))
def unit() -> None:
    pass


@unit.command("list", help=say("Đơn vị có tên như vậy.", "Units with such a name."))
@click.argument("name")
@limited
@as_json
@in_database
@in_language
def unit_list(name: str, limit: int, as_json: bool, db: str) -> None:
    from models import sheet_steps
    from models.questions.units import named

    with reading_of(db) as session:
        found = named(session, name, limit=limit)
    answer(found, sheet_steps.units, as_json)


@unit.command("merge", help=say("Hai đơn vị là một.", "Two units are one."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("other", type=int)
@by_a_person
def unit_merge(one: int, other: int, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.merge(session, one, other, by)
    done(number)


@unit.command("split", help=say("Tên viết như vậy là đơn vị khác.", "What is written so is another unit."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("name")
@click.argument("full_name")
@by_a_person
def unit_split(one: int, name: str, full_name: str, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.split(session, one, name, full_name, by)
    done(number)


@unit.command("succeed", help=say("Đơn vị sau tiếp nhận việc của đơn vị trước.", "One unit took over from another."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("successor", type=int)
@a_day("--since", say("từ ngày; mặc định: hôm nay", "since this day; default: today"))
@by_a_person
def unit_succeed(one: int, successor: int, since: date | None, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.succeed(session, one, successor, since or date.today(), by)
    done(number)


@unit.command("undo", help=say("Hoàn tác một bước về đơn vị.", "Take a step about units back."))
@click.argument("number", metavar="STEP", type=int)
@by_a_person
def unit_undo(number: int, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        people.undo(session, number, by)
    done()


@unit.command("learn", help=say("Hỏi danh bạ cơ quan về các đơn vị mới gặp.", "Ask the register about new units."))
@in_database
@in_language
def unit_learn(db: str) -> None:
    from batch.offices import learn_offices
    from models.database import open_database

    count = learn_offices(open_database(db, create=False), settings().reading.own())
    click.echo(say_now(f"đã hỏi về {count} đơn vị", f"asked about {count} units"))
