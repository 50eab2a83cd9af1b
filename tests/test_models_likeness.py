"""Documents without a number that read like another one: proposed to a person, never merged by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dispatches import HOME, PROVINCE, SCIENCE
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import questions, reviews, store, tables, upkeep
from models.database import Database
from models.errors import AlreadyUndone, NotThere, Overtaken, Refused
from models.following.likeness import shingles, sketch
from models.records import Dispatch, File, Letterhead, Task
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
LAN = By("Lan", NOON)

WORK = (
    "rà soát, cập nhật danh mục thủ tục hành chính thuộc phạm vi quản lý và niêm yết tại bộ phận một cửa",
    "tổng hợp khó khăn, vướng mắc của các phường trong việc giải quyết hồ sơ đất đai, gửi về tỉnh",
    "bố trí kinh phí sửa chữa trụ sở, mua sắm máy quét cho các đơn vị còn thiếu",
    "tổ chức tập huấn kỹ năng số cho công chức tại các xã vùng cao",
)


def plan(
    name: str, number: str | None, work: tuple[str, ...] = WORK, issued_on: date | None = date(2024, 2, 26)
) -> Dispatch:
    """A plan as a file of its own."""
    tasks = tuple(
        Task(id=f"t{n}", content=words, lead=(SCIENCE, HOME)[n % 2 : n % 2 + 1]) for n, words in enumerate(work)
    )
    return Dispatch(
        file=File(name=name, sha256=name[0] * 64, media_type="application/pdf", pages=1),
        dispatch=Letterhead(number=number, issuer=PROVINCE, issued_on=issued_on, subject="Cải cách hành chính"),
        tasks=tasks,
    )


def save(database: Database, dispatch: Dispatch, version: str = "1") -> int:
    with database.writing() as session:
        file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
        if file is None:
            file = tables.File(sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON)
            file.state = "done"
            session.add(file)
        return store.save(session, file, dispatch, version=version, depth="best", made_at=NOON).id


def proposed(database: Database) -> list[tuple[int, int]]:
    with database.reading() as session:
        return [(pair.document_id, pair.other_id) for pair in questions.alike(session)]


NUMBERED = plan("a.pdf", "41/KH-UBND")
SCAN = plan("b.pdf", None, (*WORK[:3], WORK[3].replace("vùng cao", "vừng cạo gì")))


@pytest.mark.parametrize("first", [NUMBERED, SCAN], ids=["number first", "scan first"])
def test_a_scan_whose_number_was_not_read_is_proposed_as_the_document_it_reads_like(
    database: Database, first: Dispatch
) -> None:
    ids = {d.file.name: save(database, d) for d in ([NUMBERED, SCAN] if first is NUMBERED else [SCAN, NUMBERED])}
    assert proposed(database) == [(ids["b.pdf"], ids["a.pdf"])]
    with database.reading() as session:
        (pair,) = questions.alike(session)
        assert 0.8 < pair.likeness < 1
        assert pair.other_number == "41/KH-UBND"


@pytest.mark.parametrize(
    "other",
    [
        plan("b.pdf", "42/KH-UBND"),
        plan("b.pdf", None, issued_on=date(2025, 2, 26)),
        plan("b.pdf", None, WORK[:1]),
        plan("b.pdf", None, tuple(f"{words} lần hai năm nay" for words in reversed(WORK[1:]))[:2]),
    ],
    ids=["numbers that differ", "days that differ", "too short", "other work"],
)
def test_what_is_not_proposed(database: Database, other: Dispatch) -> None:
    save(database, NUMBERED)
    save(database, other)
    assert proposed(database) == []


def test_they_are_one_the_file_becomes_one_of_the_document_and_stays_so(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    with database.writing() as session:
        store.join(session, scan, known, LAN)
    with database.reading() as session:
        (only,) = questions.documents(session)
        assert (only.id, only.number, only.files) == (known, "41/KH-UBND", ("a.pdf", "b.pdf"))
    assert save(database, SCAN, version="2") == known, "read again, it is known"
    assert save(database, NUMBERED, version="2") == known
    with database.reading() as session:
        assert questions.documents(session)[0].number == "41/KH-UBND"
    assert proposed(database) == []
    assert list(upkeep.check(database)) == []


def told(database: Database, document: int) -> Dispatch:
    with database.reading() as session:
        return store.load(session, session.get_one(tables.Document, document))


def test_a_join_is_undone_and_all_is_as_it_was(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    before = told(database, known), told(database, scan)
    with database.writing() as session:
        step = store.join(session, scan, known, LAN)
    with database.reading() as session:
        (joined,) = questions.joined(session)
        assert (joined.step, joined.gone_id, joined.number, joined.files) == (step, scan, "41/KH-UBND", ("b.pdf",))
    with database.writing() as session:
        assert store.separate(session, step, LAN) == scan, "under the id that it had"
    assert (told(database, known), told(database, scan)) == before
    assert proposed(database) == [(scan, known)], "and it is asked again"
    with database.writing() as session:
        assert questions.joined(session) == []
        with pytest.raises(AlreadyUndone):
            store.separate(session, step, LAN)
        with pytest.raises(NotThere):
            store.separate(session, 99, LAN)
    assert save(database, SCAN, version="2") == scan
    assert list(upkeep.check(database)) == []


def test_what_people_said_of_the_document_since_stays_with_it(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    with database.writing() as session:
        step = store.join(session, scan, known, LAN)
    save(database, SCAN, version="2")  # read again meanwhile: still one of its files
    with database.writing() as session:
        task = session.scalars(select(tables.Task).filter_by(document_id=known)).first()
        assert task is not None
        reviews.change(session, task.id, {"deliverable": "Báo cáo"}, LAN, version=task.version)
    with database.writing() as session:
        assert store.separate(session, step, LAN) == scan
    assert [d.deliverable for d in told(database, known).tasks].count("Báo cáo") == 1
    assert [d.deliverable for d in told(database, scan).tasks].count("Báo cáo") == 0
    assert list(upkeep.check(database)) == []


def test_joins_of_joins_are_undone_in_any_order(database: Database) -> None:
    known, *without = ids = [save(database, d) for d in (NUMBERED, SCAN, plan("c.pdf", None))]
    (pair,) = [pair for pair in proposed(database) if known not in pair]
    with database.writing() as session:
        first = store.join(session, *pair, LAN)
    with database.writing() as session:
        (left,) = set(without) - {pair[0]}
        second = store.join(session, left, known, LAN)
    for step in (first, second):
        with database.writing() as session:
            store.separate(session, step, LAN)
    with database.reading() as session:
        assert sorted(d.id for d in questions.documents(session)) == sorted(ids)
    assert list(upkeep.check(database)) == []


def test_a_file_that_says_by_now_what_it_is_stays(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    with database.writing() as session:
        step = store.join(session, scan, known, LAN)
    save(database, replace(SCAN, letterhead=NUMBERED.letterhead), version="2")
    with pytest.raises(Refused, match="can't be separated"), database.writing() as session:
        store.separate(session, step, LAN)


def test_they_are_two_and_it_is_not_asked_again(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    with database.writing() as session:
        store.keep_apart(session, scan, known, LAN)
    save(database, SCAN, version="2")
    save(database, replace(NUMBERED, tasks=NUMBERED.tasks[:3]), version="2")
    assert proposed(database) == []
    with pytest.raises(Overtaken), database.writing() as session:
        store.join(session, scan, known, LAN)


def test_what_people_worked_on_does_not_go(database: Database) -> None:
    known, scan = save(database, NUMBERED), save(database, SCAN)
    with database.writing() as session:
        task = session.scalars(select(tables.Task).filter_by(document_id=scan)).first()
        assert task is not None
        reviews.change(session, task.id, {"content": "rà soát"}, LAN, version=1)
    with pytest.raises(Refused, match="undo"), database.writing() as session:
        store.join(session, scan, known, LAN)
    with pytest.raises(NotThere), database.writing() as session:
        store.join(session, known, scan, LAN)


def test_read_better_it_has_its_number_and_needs_nobody(database: Database) -> None:
    known = save(database, NUMBERED)
    save(database, SCAN)
    assert save(database, replace(SCAN, letterhead=NUMBERED.letterhead), version="2") == known
    assert proposed(database) == []
    assert list(upkeep.check(database)) == []


WORDS = st.lists(st.sampled_from(["rà", "soát", "lập", "đất", "hồ", "sơ", "xã"]), min_size=60, max_size=200)


@given(WORDS)
def test_a_sketch_is_a_text_s_own_whatever_order_its_records_have(words: list[str]) -> None:
    halves = " ".join(words[:30]), " ".join(words[30:])
    bands = sketch(shingles(halves))
    assert bands == sketch(shingles(reversed(halves)))
    assert len(bands) == 8
    assert all(-(2**63) <= band < 2**63 for band in bands)
