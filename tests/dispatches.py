"""Made-up dispatches for tests of the database and of batch runs: two offices of a province that is nowhere."""

from dataclasses import replace
from datetime import date

from models.records import (
    Candidate,
    Citation,
    Deadline,
    Dispatch,
    Evidence,
    File,
    Letterhead,
    Problem,
    Provenance,
    Relative,
    Result,
    Signer,
    Target,
    Task,
    Unit,
)

PROVINCE = Unit(name="UBND TỈNH", canonical="Ủy ban nhân dân tỉnh Lâm Sơn", id="ubnd-lam-son")
SCIENCE = Unit(name="Sở KH&CN", canonical="Sở Khoa học và Công nghệ tỉnh Lâm Sơn", id="skhcn-lam-son")
HOME = Unit(name="Sở Nội vụ", canonical="Sở Nội vụ tỉnh Lâm Sơn", id="snv-lam-son")
EVERYBODY = Unit(name="các sở, ban, ngành", group=True)

HERE = (Evidence(page=1, bbox=(72.0, 100.5, 300.0, 114.0), text="đoạn được đọc", origin="text_layer"),)
PIXELS = (Evidence(page=1, bbox=(72.0, 100.5, 300.0, 114.0), text="đoạn được đọc", origin="ocr"),)

BY_DATE = Deadline(text="trước ngày 15/6/2024", kind="by", end=date(2024, 6, 15), boundary="before")
EVERY_YEAR = Deadline(
    text="trước ngày 15/12 hằng năm", kind="recurring", boundary="before", rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"
)
FROM_SIGNING = Deadline(
    text="trong 10 ngày làm việc kể từ ngày ký",
    kind="relative",
    relative=Relative(duration="P10D", working_days=True, from_="signing"),  # type: ignore[call-arg]
)
IN_2024 = Deadline(text="năm 2024", kind="during", start=date(2024, 1, 1), end=date(2024, 12, 31))

PLAN = Dispatch(
    file=File(name="ke-hoach.pdf", sha256="a" * 64, media_type="application/pdf", pages=3),
    dispatch=Letterhead(
        number="41/KH-UBND",
        kind="Kế hoạch",
        issuer=PROVINCE,
        place="Lâm Sơn",
        issued_on=date(2024, 2, 26),
        subject="Duy trì Hệ thống quản lý chất lượng năm 2024",
        signer=Signer(name="Đỗ Minh Khang", position="Phó Chủ tịch", authority="KT. CHỦ TỊCH"),
        recipients=("- Như Điều 3;", "- Lưu: VT."),
        executors=(SCIENCE,),
        evidence={"number": Provenance(evidence=HERE, confidence=0.98)},
    ),
    citations=(
        Citation(
            number="118/QĐ-UBND",
            kind="Quyết định",
            issued_on=date(2024, 1, 19),
            issuer=PROVINCE,
            relation="implements",
            evidence=HERE,
            confidence=0.97,
        ),
    ),
    tasks=(
        Task(
            id="t1",
            content="xây dựng kế hoạch kiểm tra nội bộ",
            lead=(SCIENCE,),
            support=(HOME, EVERYBODY),
            deadline=BY_DATE,
            deliverable="Kế hoạch",
            evidence=HERE,
            confidence=0.93,
            path="II > 1",
        ),
        Task(
            id="t2",
            content="báo cáo kết quả duy trì",
            lead=(EVERYBODY,),
            deadline=EVERY_YEAR,
            evidence=HERE,
            confidence=0.9,
        ),
        Task(
            id="t3",
            content="cử người tham gia đoàn",
            lead=(HOME,),
            deadline=FROM_SIGNING,
            evidence=HERE,
            confidence=0.8,
        ),
        Task(id="t4", content="phổ biến kế hoạch", lead=(HOME,), evidence=HERE, confidence=0.85),
    ),
    targets=(
        Target(
            id="m1",
            content="100% cơ quan duy trì hệ thống",
            measure="cơ quan duy trì hệ thống",
            comparator="eq",
            value=100.0,
            unit="%",
            deadline=IN_2024,
            owners=(SCIENCE,),
            evidence=HERE,
            confidence=0.9,
        ),
    ),
    problems=(
        Problem(
            code="day_by_hand",
            message="Ngày trong phần đầu được viết tay; hãy xem lại.",
            page=1,
            field="dispatch.issued_on",
            candidates=(Candidate(value="2024-02-26", origin="stamp", confidence=0.6),),
        ),
    ),
)

REPORT = Dispatch(
    file=File(name="bao-cao.html", sha256="b" * 64, media_type="text/html", pages=1),
    dispatch=Letterhead(
        number="87/BC-SKHCN",
        kind="Báo cáo",
        issuer=SCIENCE,
        issued_on=date(2024, 7, 5),
        subject="Kết quả 6 tháng đầu năm 2024",
        evidence={"number": Provenance(evidence=HERE, confidence=0.98)},
    ),
    results=(
        Result(
            id="r1",
            content="đã kiểm tra 78/78 đơn vị",
            value=78.0,
            of=78.0,
            measure="đơn vị đã kiểm tra",
            unit="đơn vị",
            period=IN_2024,
            owners=(SCIENCE,),
            about="41/KH-UBND",
            evidence=HERE,
            confidence=0.88,
        ),
    ),
)

SCANNED_PLAN = replace(
    PLAN,
    file=File(name="scan.pdf", sha256="c" * 64, media_type="application/pdf", pages=3),
    letterhead=replace(PLAN.letterhead, subject="Duy tri He thong", evidence={}),
    citations=(),
    tasks=(replace(PLAN.tasks[0], content="xây dựng kê hoạch kiểm tra nội bộ", evidence=PIXELS),),
    targets=(),
    problems=(),
)
