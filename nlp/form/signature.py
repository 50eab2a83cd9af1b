"""The end of a dispatch: who signed, by what authority, and who receives it.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and 9: TM. for a collective, KT. a deputy for the head, TL. by order,
TUQ. by authorisation, Q. acting. The block and "Nơi nhận" stand side by side, and are read in any order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from extract.syllables import is_syllable
from extract.transcript import Block, Paragraph, Table
from models.records import Signer
from nlp.evidence import Stretch
from nlp.form.capitals import is_capitals, proper
from nlp.form.kinds import kind_titled, titles
from nlp.form.lines import BULLET, FormLine, entries, find_phrase, fold, lines_of
from nlp.form.numbers import UPPER
from nlp.form.tables import table, words

RECEIVED = re.compile(r"^\W{0,3}[NAMH]{0,2}[ơởoợ]i\s+nh[ậâạa]n\b\s*[:;.]?", re.I)
_FOR = r"(?:TM|KT|TL|TUQ|TUN|T/M|K/T|T/L)"
AUTHORITY = re.compile(
    rf"(?:^\W{{0,2}}{_FOR}(?:\s?[.,:]\s?|\s)|(?<![\w/,])(?<!, ){_FOR}\s?\.\s?|(?<![\w/,])(?:T/M|K/T|T/L)\s"
    rf"|(?:^|(?<=\s))Q\.\s?)(?=[{UPPER}]{{2}})"
)
ANNEX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục(?=\s*(?:$|[IVX\d]+\b|số|SỐ))|PHỤ BIỂU|Phụ biểu(?=\s*(?:$|\d))|"
    r"BIỂU MẪU|BIỂU SỐ|Biểu số|Biểu mẫu|MẪU SỐ|Mẫu số|Mẫu \d|DANH MỤC|DANH SÁCH|ĐỀ CƯƠNG|FILE ĐƯỢC ĐÍNH KÈM)"
)
ENCLOSED = re.compile(r"^\W{0,2}(?:Ban hành\s+)?(?:kèm|Kèm)\s+theo\s", re.I)


@dataclass
class Ending:
    """The lines of the block. `start` and `end` are block indexes: the body ends before, annexes begin after.

    `doubted` are names that were read too badly to be taken.
    """

    start: int
    end: int
    signer: Signer | None = None
    signed: tuple[Stretch, ...] = ()
    recipients: tuple[str, ...] = ()
    received: list[Stretch] = field(default_factory=list)
    authority: str | None = None
    doubted: tuple[FormLine, ...] = ()

    def holds(self, block: Block) -> bool:
        """Whether the block's signature or list of recipients stands in `block`."""
        paragraphs = [block] if isinstance(block, Paragraph) else [p for c in block.cells for p in c.paragraphs]
        return any(stretch.paragraph is p for stretch in (*self.signed, *self.received) for p in paragraphs)


def read_ending(blocks: Sequence[Block], first: int) -> Ending | None:
    """The first signature block or list of recipients in `blocks[first:]`; None where there is none."""
    start = next((i for i in range(first, len(blocks)) if _begins(blocks, i)), None)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(blocks)) if is_annex(blocks, i)), len(blocks))
    ending = Ending(start, end)
    recipients, signing = _told_apart([_first_head_only(line) for line in lines_of(blocks, start, end)])
    ending.received = [line.stretch for line in recipients]
    ending.recipients = entries(recipients)
    ending.signer, ending.signed = _signer(signing)
    if ending.signer and ending.signer.name is None:
        ending.doubted = tuple(_doubted(signing))
    return ending


def _first_head_only(line: FormLine) -> FormLine:
    """`line` up to the quốc hiệu of an annex's own head, which a scan runs on behind a name."""
    second = find_phrase(line.text, table("fixed")["republic"]) if len(line.text) > 25 else None
    return line.part(0, second[0]) if second else line


def is_annex(blocks: Sequence[Block], index: int) -> bool:
    """Whether an annex begins at `blocks[index]`: its name, or a title with "(Kèm theo …)" under it."""
    block = blocks[index]
    if not isinstance(block, Paragraph) or block.role != "body":
        return False
    text = block.text
    if CHAPTER_TITLE.match(text) or CHAPTER.fullmatch(_text_of(blocks[max(index - 1, 0) : index])):
        return False
    if ANNEX.match(text) and not text.endswith((";", ",")):
        return len(text.split()) < 12 or is_capitals(" ".join(text.split()[:8])) or "èm theo" in text[:400]
    if titles().match(text) or (is_capitals(text) and len(text.split()) <= 4 and kind_titled(text)):
        return len(text.split()) <= 4 or bool(ISSUED_WITH.search(_text_of(blocks[index : index + 5])))
    titled = len(text.split()) >= 4 and is_capitals(" ".join(text.split()[:4]))
    return titled and bool(ISSUED_WITH.search(text[:600]) or ISSUED_WITH.match(_text_of(blocks[index + 1 : index + 2])))


CHAPTER = re.compile(r"\W*(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:[IVX]{1,5}|\d{1,2})\W*")

CHAPTER_TITLE = re.compile(r"QUY ĐỊNH (?:CHUNG|CỤ THỂ|KHÁC|CHUYỂN TIẾP|THI HÀNH|VỀ TỔ CHỨC THỰC HIỆN)(?!\w)")
"""A chapter's number, and chapters' titles that begin as a kind of document is called."""

ISSUED_WITH = re.compile(r"\(\s?(?:Ban hành )?[Kk]èm theo")
"""What stands under an annex's title."""


def _text_of(blocks: Sequence[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def _begins(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    if isinstance(block, Table):
        cells = [p.text for c in block.cells for p in c.paragraphs]
        return any(RECEIVED.match(t) or AUTHORITY.match(t) for t in cells)
    if block.role != "body":
        return False
    if RECEIVED.match(block.text) or AUTHORITY.match(block.text):
        return True
    for line in lines_of(blocks, index, index + 1):
        if AUTHORITY.match(line.text) and is_capitals(line.text):
            return True
    return _position_alone(block.text) and index > 0 and _named_soon(blocks, index)


def _named_soon(blocks: Sequence[Block], index: int) -> bool:
    following = [line.text for line in lines_of(blocks, index, min(index + 8, len(blocks)))][1:8]
    return _trailing_name(blocks_text(blocks[index])) or any(is_name(t) for t in following)


def blocks_text(block: Block) -> str:
    """The text of a paragraph; a table has none of its own."""
    return block.text if isinstance(block, Paragraph) else ""


def _trailing_name(text: str) -> bool:
    split = _capitals_then_name(text)
    return split is not None


def _position_alone(text: str) -> bool:
    capitals = _capitals_then_name(text)
    head = text[:capitals] if capitals is not None else text
    return is_capitals(head) and len(head.split()) <= 8 and bool(_POSITIONS().match(head))


def _told_apart(lines: Sequence[FormLine]) -> tuple[list[FormLine], list[FormLine]]:
    """(recipients, signing) lines of the block."""
    recipients: list[FormLine] = []
    signing: list[FormLine] = []
    listing = False
    for line in lines:
        text = line.text
        received = RECEIVED.match(text)
        if received:
            listing = True
            line = line.part(received.end(), len(line.stretch.text))
            text = line.text
            if not text:
                continue
        if line.stretch.paragraph.role == "stamp":
            continue
        mixed = AUTHORITY.search(text)
        if mixed and mixed.start() > 0 and listing:  # both columns on one line
            recipients.append(line.part(0, mixed.start()))
            line = line.part(mixed.start(), len(line.stretch.text))
            text = line.text
        listed = bool(BULLET.match(text)) and not is_name(text)
        listed = listed or bool(re.match(r"^Như\s", text)) or "Lưu:" in text[:12]
        listed = listed or (bool(recipients) and _in_column(recipients[-1], line))
        same = bool(recipients) and line.stretch.paragraph is recipients[-1].stretch.paragraph
        if listing and (listed or (same and not is_capitals(text) and not is_name(text))):
            recipients.append(line)
        else:
            signing.append(line)
    return recipients, signing


def _in_column(before: FormLine, line: FormLine) -> bool:
    """Whether `line` stands in the column of `before`, by their boxes."""
    if before.box is None or line.box is None or line.page != before.page:
        return False
    return line.box[0] < before.box[2] and line.box[2] < 320 and not is_capitals(line.text)


def _signer(lines: Sequence[FormLine]) -> tuple[Signer | None, tuple[Stretch, ...]]:
    """Authority, position and name from the lines of the signing column."""
    capitals: list[FormLine] = []
    for line in lines:
        text = line.text
        if capitals and is_name(text):
            if _is_scribble(line):  # the name is printed below the signature
                continue
            return _made(capitals, line)
        split = _capitals_then_name(text)
        if split is not None:
            capitals.append(line.part(0, split))
            name = line.part(split, len(line.stretch.text))
            if not _is_scribble(name):
                return _made(capitals, name)
            continue
        if is_capitals(text) and (capitals or AUTHORITY.match(text) or _POSITIONS().match(text)):
            capitals.append(line)
    if capitals:
        return _made(capitals, None)
    for line in lines:  # a seal hid the position; the name alone is told by its family and its place
        right = line.box is not None and line.box[0] > MIDDLE
        if (
            right
            and is_name(line.text)
            and not _is_scribble(line)
            and bare_name(line).split()[0] in words("signature", "families")
        ):
            return _made((), line)
    return None, ()


def _is_scribble(name: FormLine) -> bool:
    """Whether a name is what a signature's strokes, or print under a seal, were read as: "Ỷ Si", "Đã Minh Khang".

    A wrong name is worse than none: what no known family opens, or is no Vietnamese syllable, must have been read well.
    """
    read = name.stretch.paragraph.between(name.stretch.start, name.stretch.end)
    if not _is_read(name):
        return False
    sure = [w.confidence for w in read]
    parts = bare_name(name).split()
    known = parts[0] in words("signature", "families") and all(is_syllable(p) for p in parts)
    return min(sure) < (_SEEN if known else _WELL) or sum(sure) < _HARDLY * len(sure)


_SEEN, _HARDLY, _WELL = 0.25, 0.5, 0.965
"""Confidence below which a word is no word, a name no name, and an unknown family no family: Tesseract gets one word in
seventy wrong just below the last, three in a thousand above."""

MIDDLE = 280.0
"""Points from the left where the signing column begins at the earliest (A4 upright)."""


def _doubted(lines: Sequence[FormLine]) -> Iterator[FormLine]:
    """The lines of the block, or their ends, that may be a person's name though they were badly read."""
    for line in lines:
        split = 0 if is_name(line.text) else _capitals_then_name(line.text)
        if split is not None and _may_be_one(name := line.part(split, len(line.stretch.text))):
            yield name


def _may_be_one(name: FormLine) -> bool:
    """Whether a family or a fair reading speaks for a name of Vietnamese syllables: "Ỷ Si" has neither."""
    read, parts = name.stretch.paragraph.between(name.stretch.start, name.stretch.end), bare_name(name).split()
    fair = sum(w.confidence for w in read) >= _HARDLY * len(read)
    return all(map(is_syllable, parts)) and (parts[0] in words("signature", "families") or fair)


def _made(capitals: Sequence[FormLine], name: FormLine | None) -> tuple[Signer, tuple[Stretch, ...]]:
    authority, position = _divided([_clean(line.text) for line in capitals])
    head = AUTHORITY.sub("", authority) if authority and authority.startswith("KT") else None
    if head and position in ("PHÓ", head):  # KT. is signed by a deputy: a scan lost the head's title, or the word PHÓ
        position = f"PHÓ {head}"
    signer = Signer(
        name=bare_name(name) if name else None,
        position=proper(_respelt(position)) if position else None,
        authority=authority,
    )
    return signer, tuple(line.stretch for line in ([*capitals, name] if name else capitals))


def _clean(text: str) -> str:
    """A line of the block without the specks of a seal; a damaged position spelt right."""
    text = re.sub(r"^[^\w(]+|[^\w.)]+$", "", text)
    return text if AUTHORITY.match(text) else _respelt(text)


def _respelt(position: str) -> str:
    """A position that a scan damaged, as the table of positions spells it: "PHO CHỦ TỊCH" is "PHÓ CHỦ TỊCH"."""
    if _POSITIONS().fullmatch(position):
        return position
    known = {p.upper(): fold(p) for p in words("signature", "positions")}
    best = process.extractOne(fold(position), known, scorer=fuzz.ratio, score_cutoff=88)
    return str(best[2]) if best else position


def _divided(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """(authority, position) from the lines in capitals: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
    marked = [i for i, line in enumerate(lines) if AUTHORITY.match(line)]
    if not marked:
        several = list(_POSITIONS().finditer(lines[0])) if lines else []
        return None, (lines[0][: several[1].start()].strip() if len(several) > 1 else lines[0]) if lines else None
    text = " ".join(lines)
    last = list(AUTHORITY.finditer(text))[-1]
    head, tail = text[: last.end()], text[last.end() :]
    places = list(_POSITIONS().finditer(tail))
    collective = last[0].startswith("T") and last[0][1] in "M/" and "M" in last[0]
    wanted = 0 if collective else 1
    if len(lines) > marked[-1] + 1:  # the position has a line of its own
        own = len(" ".join(lines[: marked[-1] + 1])) + 1
        rest = text[own:]
        opening = _POSITIONS().search(rest)
        at = own + (opening.start() if opening else 0)
        return " ".join(text[:at].split()), text[at:]
    if len(places) > wanted:
        deputies = [p for p in places[wanted:] if p[0].startswith(("PHÓ", "THỨ"))]
        at = (deputies[0] if deputies else places[0] if collective else places[-1]).start()
        return " ".join((head + tail[:at]).split()), tail[at:]
    return " ".join(text.split()), None


@cache
def _POSITIONS() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    names = "|".join(p.upper().replace(" ", r"\s+") for p in words("signature", "positions"))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)")


@cache
def _TITLES() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    names = "|".join(map(re.escape, words("signature", "titles")))
    return re.compile(rf"^(?:(?:{names})(?:\s*[.,:]\s*|\s+))+", re.I)


def _is_read(line: FormLine) -> bool:
    """Whether OCR read the line: a digital page's letters are exact."""
    read = line.stretch.paragraph.between(line.stretch.start, line.stretch.end)
    return bool(read) and all(w.origin == "ocr" for w in read)


def bare_name(line: FormLine) -> str:
    """The name without titles; its family spelt right where OCR lost a mark."""
    name = _name_of(line.text)
    if is_capitals(name):
        name = " ".join(p.capitalize() for p in name.split())
    first, _, rest = name.partition(" ")
    families = words("signature", "families")
    if first not in families and _is_read(line):
        first = next((f for f in families if fold(f) == fold(first) and len(f) > 2), first)
    return f"{first} {rest}"


def _name_of(text: str) -> str:
    """`text` without specks, titles, and the blank that a scan puts before a last letter ("Phú c")."""
    name = re.sub(r"[^\w\s.-]+|(?<=\s)[._-]+(?=\s)", " ", text).strip(" .,;:-_|")
    name = _TITLES().sub("", " ".join(name.split()))
    return re.sub(r"(?<=[^\W\d_])\s([cmnpthg]{1,2})$", r"\1", name)


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name: two to six syllables, each with a capital."""
    name = _name_of(text)
    parts = name.split()
    if not 2 <= len(parts) <= 6 or len(name) > 40:
        return False
    return all(re.fullmatch(rf"[{UPPER}][^\W\d_{UPPER}]*(?:-[{UPPER}]?[^\W\d_]+)?", p) for p in parts)


def _capitals_then_name(text: str) -> int | None:
    """Where the name begins in "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn A"."""
    for match in re.finditer(rf"(?<=\s)[{UPPER}](?:[^\W\d_{UPPER}]|\.|(?=\s))", text):
        head, tail = text[: match.start()], text[match.start() :]
        if is_capitals(head) and is_name(tail):
            return match.start()
        if not is_capitals(head):
            return None
    return None
