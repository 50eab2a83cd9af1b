"""Pages whose exact text is known, for docs/reading.md: official prose in the official form, worn in many ways.

Prose comes from ../shared/text; the counts by which vanthu repairs words are made anew without these documents.
"""

import json
import lzma
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from samples.paper import Centred, Grid, Paper
from samples.pdf import MOTTO, to_pdf
from samples.wear import WEARS, worn

PAGES_A_WEAR = 5
HELD_OUT = 6
"""Of so many documents one is made into pages; the others are counted."""

OFFICES = (
    ("ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN"), ("UBND TỈNH LÂM SƠN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    ("ỦY BAN NHÂN DÂN", "HUYỆN TRÀ KHÊ"), ("UBND TỈNH LÂM SƠN", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
    ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ LÂM SƠN"), ("UBND HUYỆN TRÀ KHÊ", "PHÒNG NỘI VỤ"),
)  # fmt: skip
KINDS = {
    "KẾ HOẠCH": "KH-UBND",
    "CHỈ THỊ": "CT-UBND",
    "QUYẾT ĐỊNH": "QĐ-UBND",
    "THÔNG BÁO": "TB-VP",
    "BÁO CÁO": "BC-SNV",
}
UNITS = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Văn phòng UBND tỉnh",
    "Sở Khoa học và Công nghệ",
    "UBND các xã, phường",
    "Công an tỉnh",
)
SIGNERS = ("Đỗ Minh Khang", "Phan Hạnh Nguyên", "Mai Xuân Trúc", "Hồ Ngọc Đoan", "Tạ Quang Bình Minh")
SIGNATURES = (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
RECIPIENTS = (
    "Như trên;",
    "Thường trực Tỉnh ủy (b/c);",
    "Các sở, ban, ngành tỉnh;",
    "UBND các xã, phường;",
    "Lưu: VT, TH.",
)
HEADING = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm")
DEADLINES = (
    "Trước ngày {d:02}/{m:02}/2025",
    "Quý II/2025",
    "Tháng {m}/2025",
    "Thường xuyên",
    "Quý III/2025",
    "Trước 30/{m}/2025",
)
PRODUCTS = ("Báo cáo", "Kế hoạch", "Quyết định", "Văn bản hướng dẫn", "Tờ trình")


@dataclass(frozen=True)
class MadePage:
    """One page: `path` is its scan, `wear` what befell it, `stretches` its exact texts, `paper` what it was made of."""

    path: Path
    wear: str
    paper: Paper

    @property
    def stretches(self) -> list[str]:
        """Each line of the letterhead, paragraph, cell and line of the signature, in reading order."""
        return [text for text in _texts(self.paper) if text.strip()]


def make_pages(texts: Path, folder: Path) -> tuple[list[MadePage], Path]:
    """The worn pages, written to `folder`, and the texts that were not used for them, to be counted."""
    folder.mkdir(parents=True, exist_ok=True)
    documents, rest = held_out(texts, folder / "counted.jsonl.xz")
    choice = random.Random(3)
    pages: list[MadePage] = []
    for at in range(PAGES_A_WEAR * len(WEARS)):
        wear = list(WEARS)[at % len(WEARS)]
        paper = one_page(documents[at % len(documents)], (at // len(WEARS)) % PAGES_A_WEAR, choice)
        path = folder / f"{at:03}.pdf"
        path.write_bytes(worn(to_pdf(paper), WEARS[wear], seed=at))
        pages.append(MadePage(path, wear, paper))
    return pages, rest


def held_out(texts: Path, rest: Path, first: int = 0) -> tuple[list[list[str]], Path]:
    """The paragraphs of every sixth document, from the `first` on, that has enough of them; `rest` gets the others."""
    with lzma.open(texts, "rt", encoding="utf-8") as lines:
        rows = list(lines)
    in_documents = Counter(line for row in rows for line in set(json.loads(row)["text"].split("\n")))
    with lzma.open(rest, "wt", encoding="utf-8", preset=1) as counted:
        counted.writelines(row for at, row in enumerate(rows) if at % HELD_OUT != first)
    documents = []
    for row in rows[first::HELD_OUT]:
        text = unicodedata.normalize("NFC", json.loads(row)["text"])
        sound = [line for line in text.split("\n") if in_documents[line] == 1 and is_prose(line)]
        if sum(map(len, sound)) > 2500:
            documents.append(sound)
    return documents, rest


def is_prose(line: str) -> bool:
    """A paragraph of ordinary length in letters that a typist has; no number torn ("34/NĐ- CP"), which vanthu mends."""
    return 50 < len(line) < 900 and not re.search(r"[^\w\s.,;:()/%\-–“”\"'&+]|_|\.{3}|\s{2}|[A-ZĐ]- [A-ZĐ]", line)


def one_page(prose: list[str], form: int, choice: random.Random) -> Paper:
    """A dispatch of one page. `form`: 0 and 3 a whole one, 1 running text, 2 a page with a table, 4 the last page."""
    start = choice.randrange(max(1, len(prose) // 2))
    body: list[str | Grid | Centred] = list(prose[start : start + 14])
    if form == 2:
        body[1:] = [Centred("PHỤ LỤC"), _grid(prose, choice)]
    while len(pypdfium2.PdfDocument(to_pdf(paper := _paper(tuple(body), form, choice.randrange(10**6))))) > 1:
        body.pop() if form != 2 else body.__setitem__(-1, _shorter(body[-1]))
    return paper


def _paper(body: tuple[str | Grid | Centred, ...], form: int, seed: int) -> Paper:
    choice = random.Random(seed)
    kind = choice.choice(list(KINDS))
    head, foot = form in (0, 2, 3), form in (0, 3, 4)
    return Paper(
        name=f"{seed}.pdf",
        offices=choice.choice(OFFICES) if head else (),
        number=f"{choice.randint(1, 3900)}/{KINDS[kind]}" if head else "",
        place="Lâm Sơn" if head else "",
        dated=_day(choice) if head else "",
        kind=kind if head else None,
        subject="Về việc triển khai nhiệm vụ trọng tâm năm 2025 trên địa bàn tỉnh Lâm Sơn" if head else "",
        body=body,
        signature=choice.choice(SIGNATURES) if foot else (),
        signer=choice.choice(SIGNERS) if foot else "",
        recipients=RECIPIENTS if foot else (),
    )  # fmt: skip


def _day(choice: random.Random) -> str:
    return f"ngày {choice.randint(1, 28):02} tháng {choice.choice(['01', '02', *range(3, 13)])} năm 2025"


def _grid(prose: list[str], choice: random.Random) -> Grid:
    """A table of tasks, as annexes of plans have them; what is done is clauses of the prose, no number torn."""
    clauses = [
        clause.strip() for line in prose for clause in re.split(r"[;.](?!\d)", line) if 30 < len(clause.strip()) < 140
    ]
    rows = tuple(
        (str(n), clause, choice.choice(UNITS), choice.choice(UNITS),
         choice.choice(DEADLINES).format(d=choice.randint(1, 28), m=choice.randint(1, 12)), choice.choice(PRODUCTS))
        for n, clause in enumerate(choice.sample(clauses, min(len(clauses), 12)), start=1)
    )  # fmt: skip
    return Grid(HEADING, rows, (0.06, 0.31, 0.16, 0.16, 0.17, 0.14))


def _shorter(part: str | Grid | Centred) -> Grid:
    assert isinstance(part, Grid)  # noqa: S101
    return Grid(part.heading, part.rows[:-1], part.widths)


def _texts(paper: Paper) -> Iterator[str]:
    if paper.number:
        yield from (*paper.offices, f"Số: {paper.number}", *MOTTO, f"{paper.place}, {paper.dated}")
        yield from (paper.kind or "", paper.subject)
    for part in paper.body:
        if isinstance(part, Grid):
            yield from (text or "" for row in (part.heading, *part.rows) for text in row)
        else:
            yield part.text if isinstance(part, Centred) else part.removeprefix("**")
    if paper.signer:
        yield from ("Nơi nhận:", *(f"- {line}" for line in paper.recipients), *paper.signature, paper.signer)


def papers_with_orders(texts: Path, count: int = 15) -> list[Paper]:
    """The documents held out that order most, up to four pages of each, under a fictional letterhead."""
    with lzma.open(texts, "rt", encoding="utf-8") as lines:
        rows = list(lines)[::HELD_OUT]
    in_documents = Counter(line for row in rows for line in set(json.loads(row)["text"].split("\n")))
    papers = []
    for at, row in enumerate(rows):
        text = unicodedata.normalize("NFC", json.loads(row)["text"])
        body = [line for line in text.split("\n") if in_documents[line] == 1 and 15 < len(line) < 1500]
        body = body[
            6 : next((n for n, line in enumerate(body) if n > 8 and line.startswith(("- Như", "Nơi nhận"))), 60)
        ]
        orders = sum(len(re.findall(r"chủ trì|Giao |[Tt]rước ngày|chịu trách nhiệm", line)) for line in body)
        kept = [line for n, line in enumerate(body) if sum(map(len, body[: n + 1])) < 9000]
        papers.append((orders, replace(_paper(tuple(kept), 3, at), name=f"official-{at:02}")))
    return [paper for _, paper in sorted(papers, key=lambda found: -found[0])[:count]]
