"""The head of a dispatch: everything above its text, told apart line by line.

Quốc hiệu and tiêu ngữ, issuer, number, place and date, marks, kind and subject (Nghị định 30/2020/NĐ-CP, Phụ lục I,
mục II.1 to 5) are found by what they are, not by where they stand, since columns come in any order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.transcript import Block, Paragraph
from nlp.form.capitals import is_capitals
from nlp.form.letterhead.below import read_title
from nlp.form.letterhead.shape import ABOUT, ADDRESS, PLACE_DATE, Head, dates, numbered, titled_to
from nlp.form.lines import FormLine, find_phrase, lines_of
from nlp.form.tables import table, words

REACH = 70
"""Lines that a head may take, incoming stamps and scanned noise among them."""


def read_head(blocks: Sequence[Block], first: int = 0) -> Head:
    """The head that begins at `blocks[first]`. `end` is the index of the block after it; `rest` is what of the
    last head block already is text."""
    head = Head()
    lines = _parted(_reach(blocks, first), head)
    cut = _cut(lines)
    above, below = lines[:cut], lines[cut:]
    _fill(head, above)
    read_title(head, below)
    for line in _stamped(blocks, first):
        _mark(head, line)
    return head


def _stamped(blocks: Sequence[Block], first: int) -> Iterator[FormLine]:
    """The lines of the stamps on the head's page, which stand behind its text: urgency is often stamped on."""
    paragraphs = [(index, b) for index, b in enumerate(blocks[first:], first) if isinstance(b, Paragraph)]
    for index, paragraph in paragraphs:
        if paragraph.role == "stamp" and paragraph.page == paragraphs[0][1].page:
            yield from lines_of(blocks, index, index + 1)


def _reach(blocks: Sequence[Block], first: int) -> list[FormLine]:
    found: list[FormLine] = []
    for index in range(first, len(blocks)):
        found.extend(lines_of(blocks, index, index + 1))
        if len(found) >= REACH:
            break
    return found


def _parted(lines: Iterable[FormLine], head: Head) -> list[FormLine]:
    """The lines with the fixed phrases taken out of them: what stands beside one is a line of its own."""
    fixed = table("fixed")
    out: list[FormLine] = []
    pending = list(lines)
    while pending:
        line = pending.pop(0)
        text = line.stretch.text
        for name in ("republic", "motto", "party"):
            told = name in head.fixed or (name == "party" and "republic" in head.fixed)
            place = None if told else find_phrase(text, fixed[name])
            if place:
                head.fixed[name] = line.part(*place)
                pieces = [line.part(0, place[0]), line.part(place[1], len(text))]
                pending = [p for p in pieces if p.text.strip(" |-_–—.*")] + pending
                break
        else:
            out.append(line)
    return out


def _cut(lines: list[FormLine]) -> int:
    """The index of the line where the title, the address or the text begins. An address that was read with the left
    column, before number and date, is moved behind them."""
    anchor = -1
    number = next((i for i, line in enumerate(lines[:NEAR]) if numbered(line.text)), None)
    dated = next((i for i, line in enumerate(lines[:NEAR]) if dates(line)), None)
    for place in (number, dated):
        if place is not None and (anchor < 0 or abs(place - anchor) <= APART):
            anchor = max(anchor, place)
    early = [line for line in lines[: max(anchor, 0)] if ADDRESS.match(line.text)]
    if early:
        lines[:] = [*[o for o in lines[: anchor + 1] if o not in early], *early, *lines[anchor + 1 :]]
        return anchor + 1 - len(early)
    for i, line in enumerate(lines):
        if i > anchor and (titled_to(line) or ADDRESS.match(line.text) or line.text.startswith("Căn cứ")):
            return i
        if i > anchor >= 0 and re.match(r"^(?:Điều 1|Chương I|I\.|1\.)", line.text):
            return i
    return min(len(lines), anchor + 1)


NEAR = 40
"""Lines from the top within which number and date stand."""

APART = 15
"""Lines that may lie between number and date, when the columns are read one after the other."""


def _fill(head: Head, lines: Sequence[FormLine]) -> None:
    """Tell the lines above the title apart."""
    subject_open = False
    for line in lines:
        text = line.stretch.text
        if _mark(head, line):
            continue
        dated = PLACE_DATE.search(text)
        if dated and head.dated is None:
            head.dated = (line, dated)
            line, text = line.part(0, dated.start()), text[: dated.start()]
        about = ABOUT.search(text) or (head.number and re.match(r"^Về\s(?!việc\b)(?=\S)|^Về việc\s", text))
        if about and not head.about:
            head.about = subject_open = True
            head.subject.append(
                line.part(about.end() if text[about.start()] in "Vv" and "ề" not in about[0] else 0, len(text))
            )
            line, text = line.part(0, about.start()), text[: about.start()]
        number = numbered(text)
        if number and head.number is None:
            head.number = (line, number)
            titled = re.match(r"\s*(Về\s(?:việc\s)?(?=\w))", text[number.end() :])
            if titled and not head.about:  # "Về …" stands for "V/v …" on the number's own line
                head.about = subject_open = True
                about = titled
                head.subject.append(line.part(number.end(), len(text)))
            line = line.part(0, number.start())
            text = line.text
            if not about:
                subject_open = False
        if about or not text.strip() or _from_a_stamp(line):
            continue
        if subject_open and not is_capitals(text) and _under(head.subject[-1], line):
            head.subject.append(line)
        elif is_capitals(text) and head.number is None and _beside(head, line):
            head.issuer.append(line)


STAMPED = re.compile(
    r"\d\d:\d\d|[\w.]+@|\(\w*@|\bgov\s?\.\s?vn|\+0\d:00|^\W*(?:Ký bởi|Người ký|Cơ quan:|Email|Thời gian ký)|^\W*ĐẾN\b"
)
"""What the stamps of a signature and of incoming mail print into the head."""


def _from_a_stamp(line: FormLine) -> bool:
    return line.stretch.paragraph.role == "stamp" or bool(STAMPED.search(line.text))


def _beside(head: Head, line: FormLine) -> bool:
    """Whether `line` stands left of quốc hiệu, where the issuer does; without boxes anything may."""
    republic = head.fixed.get("republic") or head.fixed.get("party")
    if line.box is None or republic is None or republic.box is None:
        return True
    level = line.box[3] > republic.box[1] - 15
    return (line.box[0] + line.box[2]) / 2 < republic.box[0] and level


def _under(before: FormLine, line: FormLine) -> bool:
    """Whether `line` may be the next of the column that `before` stands in."""
    if before.box is None or line.box is None or before.stretch.paragraph is line.stretch.paragraph:
        return True
    overlap = min(before.box[2], line.box[2]) - max(before.box[0], line.box[0])
    return overlap > 0 and 0 <= line.box[1] - before.box[1] < 30


def _mark(head: Head, line: FormLine) -> bool:
    """Whether `line` is a mark of urgency or secrecy."""
    text = line.text.strip(" .:-*|[]").replace("HOẢ", "HỎA")  # both spellings are in use
    if len(text.split()) > 6 or not is_capitals(text):
        return False
    for mark in words("marks", "urgency"):
        if text == mark.upper():
            head.urgency = head.urgency or line
            return True
    for mark in words("marks", "secrecy"):
        if text == mark.upper():
            head.secrecy = head.secrecy or line
            return True
    return False
