"""The registers of a quality-management system: from an article and a plan to the lines that an auditor asks for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import SHARED
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from extract import read
from feeds.quality import registers, tables
from feeds.quality.procedures import counted
from feeds.quality.shown import as_rows
from feeds.quality.wordings import SYSTEM, of_the_system, register_of, review_of
from models import store
from models import tables as rows
from models.database import open_database
from models.folding import bare
from models.following.progress import confirm
from models.questions import proposals
from models.reviews import By
from nlp.understand import understand

NOW = datetime(2024, 8, 1, 12, tzinfo=UTC)
TODAY = date(2024, 8, 1)
INBOX = Path(__file__).parents[1] / "samples" / "inbox"

PLAN = """UBND TỈNH LÂM SƠN
Số: 67/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Sơn, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Kiểm tra hoạt động duy trì Hệ thống quản lý chất lượng năm 2024

1. Sở Khoa học và Công nghệ thành lập đoàn kiểm tra, kiểm tra 64 cơ quan trước ngày 30/6/2024.
2. Các đơn vị được kiểm tra khắc phục các điểm không phù hợp trước ngày 30/9/2024.
3. Sở Nội vụ xây dựng 05 quy trình mới về công tác cán bộ trước ngày 31/10/2024.
"""
ARTICLE = "\n\n".join(
    (
        "Lâm Sơn: Kiểm tra Hệ thống quản lý chất lượng tại các cơ quan hành chính nhà nước",
        "18/07/2024",
        "Thực hiện Kế hoạch số 67/KH-UBND ngày 12/3/2024 của Ủy ban nhân dân tỉnh Lâm Sơn về kiểm tra duy trì "
        "Hệ thống quản lý chất lượng, đến nay Đoàn kiểm tra của Sở Khoa học và Công nghệ đã kiểm tra 64/64 đơn vị.",
        "Qua kiểm tra, Đoàn đã yêu cầu 21/64 đơn vị phải khắc phục một số điểm chưa phù hợp. "
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 96%.",
    )
)


def known(session: Session, *files: Path) -> None:
    for path in files:
        dispatch = understand(read(path, reading="fast"))
        file = rows.File(sha256=dispatch.file.sha256, name=path.name, size=1, first_seen=NOW, state="done")
        session.add(file)
        store.save(session, file, dispatch, version="1", depth="fast", made_at=NOW)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("quality")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    database = open_database(f"sqlite:///{folder}/a.db")
    with database.writing() as session:
        known(session, folder / "plan.txt", folder / "article.txt")
    with database.writing() as session:
        yield session
    database.close()


def test_an_inspection_is_planned_done_and_found_something(session: Session) -> None:
    audit = registers(session, today=TODAY).audits[0]
    assert (audit.plan, audit.planned, audit.done, audit.nonconforming) == ("67/KH-UBND", 64, 64, 21)
    assert audit.page == 1
    ordered = [a for a in registers(session, today=TODAY).audits if a.document == "67/KH-UBND"]
    assert [(a.planned_on, a.state) for a in ordered] == [(date(2024, 6, 30), "overdue")]


def test_a_finding_stands_with_its_corrective_action(session: Session) -> None:
    (line,) = registers(session, today=TODAY).nonconformities
    assert (line.count, line.of, line.plan) == (21, 64, "67/KH-UBND")
    assert "khắc phục các điểm không phù hợp" in str(line.action)
    assert (line.until, line.progress) == (date(2024, 9, 30), "open")
    assert registers(session, today=date(2024, 10, 1)).nonconformities[0].progress == "overdue"


def test_procedures_stand_with_their_review(session: Session) -> None:
    (line,) = registers(session, today=TODAY).procedures
    assert (line.count, line.review, line.until) == (5, "xây dựng mới", date(2024, 10, 31))


def test_an_objective_is_held_against_what_was_measured(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        known(session, INBOX / "02-ke-hoach-nam.pdf", INBOX / "03-ke-hoach-kiem-tra.pdf", INBOX / "09-bao-cao.html")
        in_time = next(
            o for o in registers(session, today=TODAY).objectives if "đúng hạn" in o.what and o.sort == "aim"
        )
        assert (in_time.aim, in_time.reached, in_time.verdict, in_time.confirmed) == ("≥ 90 %", "93,5 %", "met", False)
        proposal = next(p for p in proposals(session) if p.record == in_time.record_id)
        confirm(session, proposal.id, By("Lan", NOW))
        in_time = next(o for o in registers(session, today=TODAY).objectives if o.record_id == in_time.record_id)
        assert (in_time.verdict, in_time.confirmed) == ("met", True)
        unmeasured = next(o for o in registers(session, today=TODAY).objectives if "hài lòng" in o.what)
        assert unmeasured.verdict == "not_measured"
    database.close()


def test_the_registers_of_a_year_and_of_a_unit(session: Session) -> None:
    """A report that doesn't name the system itself belongs to it by the plan that it tells of."""
    whole = registers(session, today=TODAY)
    assert vars_of(registers(session, today=TODAY, year=2024)) == vars_of(whole)
    assert not any(vars_of(registers(session, today=TODAY, year=2023)))
    of_one = registers(session, today=TODAY, unit="khoa hoc va cong nghe")
    assert {unit for audit in of_one.audits for unit in audit.units} == {"Sở Khoa học và Công nghệ tỉnh Lâm Sơn"}


def test_a_report_belongs_to_the_system_by_the_plan_that_it_names(tmp_path: Path) -> None:
    """Not one of its own words says so, and the plan is found by its number."""
    text = (
        "Lâm Sơn: Kết quả kiểm tra tại các cơ quan\n\n18/07/2024\n\nThực hiện Kế hoạch số 67/KH-UBND ngày 12/3/2024 "
        "của Ủy ban nhân dân tỉnh Lâm Sơn, đến nay Đoàn kiểm tra của Sở Khoa học và Công nghệ đã kiểm tra 64/64 đơn vị."
    )
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        known(session, tmp_path / "article.txt")
        assert not registers(session, today=TODAY).audits
        known(session, tmp_path / "plan.txt")
    with database.reading() as session:
        assert (64, 64) in {(a.planned, a.done) for a in registers(session, today=TODAY).audits}
    with database.writing() as session:
        session.execute(delete(rows.Relation))  # then only the number that a result names leads to the plan
        session.execute(update(rows.Result.__table__).values(about="67/KH-UBND"))  # type: ignore[arg-type]
        assert (64, 64) in {(a.planned, a.done) for a in registers(session, today=TODAY).audits}
    database.close()


def test_every_example_of_the_system_is_found_by_its_words(session: Session) -> None:
    """The index of words is asked first: what it leaves out stands in no register."""
    for phrase, said in SYSTEM:
        assert bare(phrase) in bare(said)
        assert of_the_system(said)


def test_every_register_is_a_table(session: Session) -> None:
    found = {t.key: as_rows(t) for t in tables(registers(session, today=TODAY), desk="https://vanthu.example.vn")}
    assert list(found) == ["objectives", "audits", "nonconformities", "procedures"]
    assert found["audits"][0]["done"] == 64
    assert found["nonconformities"][0]["state"] == "Đang khắc phục"


def test_what_is_not_of_the_system_stands_in_no_register(session: Session, tmp_path: Path) -> None:
    text = PLAN.replace("duy trì Hệ thống quản lý chất lượng", "phòng cháy").replace("không phù hợp", "mất an toàn")
    (tmp_path / "other.txt").write_text(text.replace("67/", "68/"), encoding="utf-8")
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        known(session, tmp_path / "other.txt")
        assert not any(vars_of(registers(session, today=TODAY)))
        assert any(vars_of(registers(session, today=TODAY, scope="all")))
    database.close()


def vars_of(found: object) -> list[tuple[object, ...]]:
    return [getattr(found, name) for name in ("objectives", "audits", "nonconformities", "procedures")]


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("tổ chức đánh giá nội bộ ít nhất một lần trong năm", "audit"),
        ("Họp xem xét của lãnh đạo", "audit"),
        ("báo cáo khắc phục sau kiểm tra", "nonconformity"),
        ("thực hiện hành động khắc phục", "nonconformity"),
        ("rà soát danh mục 40 quy trình, tài liệu", "procedure"),
        ("soạn thảo hệ thống tài liệu ISO", "procedure"),
        ("tổ chức đào tạo kỹ năng đánh giá nội bộ", None),
        ("100% hồ sơ được giải quyết đúng hạn", None),
    ],
)
def test_words_say_the_register(text: str, register: str | None) -> None:
    assert register_of(text) == register


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("rà soát, sửa đổi 65 quy trình", "rà soát"),
        ("xây dựng thêm 06 quy trình mới", "xây dựng mới"),
        ("cập nhật, cải tiến quy trình", "sửa đổi, bổ sung"),
        ("công bố quy trình", "ban hành, công bố"),
        ("lưu hồ sơ", None),
    ],
)
def test_words_say_what_is_done_to_a_procedure(text: str, review: str | None) -> None:
    assert review_of(text) == review


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("rà soát 65 quy trình", 65),
        ("gần 5.000 thủ tục hành chính", 5000),
        ("06 bộ quy trình", 6),
        ("03 quy trình, 04 biểu mẫu", None),
        ("quy trình số 12", None),
        ("theo 19/2014 quy trình", None),
    ],
)
def test_procedures_are_counted_where_one_number_is_said(text: str, count: float | None) -> None:
    assert counted(text) == count


@pytest.mark.parametrize(
    ("text", "speaks"),
    [("Duy trì HTQLCL năm 2024", True), ("Ban chỉ đạo ISO", True), ("Tiêu chuẩn isolation", False), (None, False)],
)
def test_words_of_the_system(text: str | None, speaks: bool) -> None:
    assert of_the_system(text) is speaks


@pytest.mark.shared
def test_the_four_starting_cases_come_out_as_registers(tmp_path: Path) -> None:
    """Hà Nội (65 and 6 procedures), Sóc Trăng (78/78, 27/78), Trà Vinh (a plan's steps), Hải Phòng (corrections)."""
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        known(session, *sorted((SHARED / "corpus").glob("seed-00?.txt")))
        found = registers(session, today=date(2021, 1, 5))
    programme = next(a for a in found.audits if a.plan == "35/KH-UBND")
    assert (programme.planned, programme.done, programme.nonconforming) == (78, 78, 27)
    finding = next(n for n in found.nonconformities if n.count == 27)
    assert (finding.of, finding.plan) == (78, "35/KH-UBND")
    assert any("khắc phục" in str(n.action) for n in found.nonconformities)
    assert sorted(p.count for p in found.procedures if p.count in (65, 6)) == [6, 65, 65]
    assert any(p.what.startswith("Soạn thảo") and p.until == date(2014, 12, 31) for p in found.procedures)
    assert any(o.sort == "measured" and o.reached == "90 %" for o in found.objectives)
    assert any(o.sort == "action" and o.until == date(2014, 6, 30) for o in found.objectives)
    database.close()
