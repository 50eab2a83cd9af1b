"""What documents are to each other, and which of them are one."""

from datetime import date

import click

from batch.options import as_json, in_database, in_language, reading_of, say, say_now
from batch.people.steps import answer, by_a_person, done, limited, step


@click.command(help=say("Văn bản này là gì với văn bản khác.", "What a document is to others."))
@click.argument("document", type=int)
@as_json
@in_database
@in_language
def relations(document: int, as_json: bool, db: str) -> None:
    from models import sheet_steps
    from models.questions.paged.catalogue import plan

    with reading_of(db) as session:
        found = plan(session, document, today=date.today()).near
    answer(found, sheet_steps.relations, as_json)


@click.group(help=say("Văn bản không số giống văn bản khác.", "Documents without a number that read like others."))
def alike() -> None:
    pass


@alike.command("list", help=say("Các cặp chờ người xem.", "The pairs that wait for a person."))
@limited
@as_json
@in_database
@in_language
def alike_list(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.alike(session, limit=limit)
    answer(found, sheet_steps.alike, as_json)


@alike.command("join", help=say("Là một: tệp thành tệp của văn bản kia.", "One: its file becomes the other's."))
@click.argument("document", type=int)
@click.argument("other", type=int)
@by_a_person
def alike_join(document: int, other: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        number = store.join(session, document, other, by)
    done(number)


@alike.command("joined", help=say("Các văn bản đã ghép, kèm số bước.", "What was joined, with the step's number."))
@limited
@as_json
@in_database
@in_language
def alike_joined(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.joined(session, limit=limit)
    answer(found, sheet_steps.joined, as_json)


@alike.command("undo", help=say("Hoàn tác một bước ghép.", "Take a join back."))
@click.argument("number", type=int)
@by_a_person
def alike_undo(number: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        document = store.separate(session, number, by)
    click.echo(say_now(f"đã tách, văn bản mã {document}", f"separated, document {document}"))


@alike.command("apart", help=say("Là hai văn bản khác nhau.", "They are two."))
@click.argument("document", type=int)
@click.argument("other", type=int)
@by_a_person
def alike_apart(document: int, other: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        store.keep_apart(session, document, other, by)
    done()
