"""The head of a dispatch: everything above its text, told apart line by line.

Quốc hiệu and tiêu ngữ, issuer, number, place and date, marks, kind and subject (Nghị định 30/2020/NĐ-CP, Phụ lục I,
mục II.1 to 5) are found by what they are, not by where they stand, since columns come in any order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.transcript import Block, Paragraph
from nlp.form.capitals import is_capitals
from nlp.form.kinds import kind_titled, titles
from nlp.form.letterhead.issuer import office_opens
from nlp.form.lines import FormLine, find_phrase, lines_of
from nlp.form.numbers import NUMBER, UNREAD, UPPER
from nlp.form.tables import table, words

REACH = 70
"""Lines that a head may take, incoming stamps and scanned noise among them."""

NUMBER_SIGN = (
    r"(?:^\W{0,3}(?:(?:Luật|Pháp lệnh|Nghị quyết|Lệnh)\s+số\s*[:;.]|(?:[SŠ][ốôồỗổ6óoồơ]{1,2}|SỐ)\s*[:;.,]*|số\s*[:;.])"
    r"|(?<=\s)(?:Luật số|S[ốôồỗổ6óo])\s*[:;])"
)
"""Before a letterhead's number; in the middle of a line only with its colon, for "số" alone opens a citation there."""

_NUMBERED = re.compile(rf"{NUMBER_SIGN}\s*{NUMBER.pattern}")
_UNREAD = re.compile(rf"{NUMBER_SIGN}\s*{UNREAD.pattern}")
BARE = re.compile(rf"^\s*{NUMBER.pattern}\s*$")
_SYLLABLE = rf"[{UPPER}][^\W\d_{UPPER}]*"
PLACE_DATE = re.compile(
    rf"(?P<place>(?<![\w/-])(?:[Tt][Pp]\.?\s*|[Tt]hành phố\s+|[Tt]ỉnh\s+|[Hh]uyện\s+|[Xx]ã\s+)?"
    rf"{_SYLLABLE}(?:(?:\s|\s?-\s?){_SYLLABLE}){{0,6}})\s*[,.;:]?\s*"
    r"(?P<date>(?:ngày|ngay|ngảy|Ngày)\s?(?P<day>.{0,12}?)\s?th[áaả]ng\s?(?P<month>.{0,8}?)\s?n[ăaâ]m\s?"
    r"(?P<year>\d{4}|\d{0,3}[.… ]{0,6}))"
)
ABOUT = re.compile(r"(?:^|(?<=\s))V\s?[/v]\s?[/v]?\s?[:.]?\s+(?=\S)", re.I)
ADDRESS = re.compile(r"^\s*K[íi]nh\s+(?:gửi|g[ửứưu]i|chuyển|trình)\s*[:;.]?", re.I)
OPENING = re.compile(
    r"^(?:Căn cứ|Căn cử|Thực hiện|Triển khai|Thi hành|Xét|Theo|Trên cơ sở|Để |Nhằm|Ngày \d|Trong |Thời gian|Hiện nay|"
    r"Qua |Sau khi|Tiếp theo|Điều 1|Chương I|Phần |I\.|1\.|A\.|Ủy ban nhân dân|UBND|Bộ |Sở |Chính phủ|Quốc hội|"
    r"Hội đồng|Thủ tướng)"
)
"""How a document's text begins; a subject's first line may begin so too."""


@dataclass
class Head:
    """The lines of each part; a part that isn't there is empty or None."""

    fixed: dict[str, FormLine] = field(default_factory=dict)
    issuer: list[FormLine] = field(default_factory=list)
    number: tuple[FormLine, re.Match[str]] | None = None
    dated: tuple[FormLine, re.Match[str]] | None = None
    title: FormLine | None = None
    subject: list[FormLine] = field(default_factory=list)
    about: bool = False
    urgency: FormLine | None = None
    secrecy: FormLine | None = None
    addressees: list[FormLine] = field(default_factory=list)
    end: int = 0
    rest: FormLine | None = None

    @property
    def known(self) -> bool:
        """Whether it is a letterhead at all: two of its parts at least."""
        marked = self.number is not None or (self.dated is not None and any(office_opens(i.text) for i in self.issuer))
        fixed = bool(self.fixed)
        return (marked and (fixed or self.dated is not None)) or (fixed and self.title is not None)


def read_head(blocks: Sequence[Block], first: int = 0) -> Head:
    """The head that begins at `blocks[first]`. `end` is the index of the block after it; `rest` is what of the
    last head block already is text."""
    head = Head()
    lines = _parted(_reach(blocks, first), head)
    cut = _cut(lines)
    above, below = lines[:cut], lines[cut:]
    _fill(head, above)
    _title(head, below)
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
    dated = next((i for i, line in enumerate(lines[:NEAR]) if _dates(line)), None)
    for place in (number, dated):
        if place is not None and (anchor < 0 or abs(place - anchor) <= APART):
            anchor = max(anchor, place)
    early = [line for line in lines[: max(anchor, 0)] if ADDRESS.match(line.text)]
    if early:
        lines[:] = [*[o for o in lines[: anchor + 1] if o not in early], *early, *lines[anchor + 1 :]]
        return anchor + 1 - len(early)
    for i, line in enumerate(lines):
        if i > anchor and (_titled(line) or ADDRESS.match(line.text) or line.text.startswith("Căn cứ")):
            return i
        if i > anchor >= 0 and re.match(r"^(?:Điều 1|Chương I|I\.|1\.)", line.text):
            return i
    return min(len(lines), anchor + 1)


NEAR = 40
"""Lines from the top within which number and date stand."""

APART = 15
"""Lines that may lie between number and date, when the columns are read one after the other."""


def numbered(text: str) -> re.Match[str] | None:
    """The number of a letterhead in `text`: after "Số:", or alone; its serial may be blank or unreadable."""
    return _NUMBERED.search(text) or BARE.match(text) or _UNREAD.search(text)


def _dates(line: FormLine) -> bool:
    found = PLACE_DATE.search(line.text)
    return found is not None and len(line.text) - found.end() < 12


def _titled(line: FormLine) -> int | None:
    """Where the kind's name ends that opens `line` in capitals, whatever marks it lost."""
    found = titles().match(line.text)
    if found:
        return found.end()
    for length in range(4, 0, -1):
        opening = re.match(rf"(?:\S+\s+){{{length - 1}}}\S+", line.text)
        if opening and is_capitals(opening[0]) and kind_titled(opening[0]):
            return opening.end()
    return None


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
    text = line.text.strip(" .:-*|[]")
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


def _title(head: Head, lines: Sequence[FormLine]) -> None:
    """Kind and subject, addressees, and where the text begins."""
    if not lines:
        head.end = 0
        return
    at = 0
    lines, last = list(lines), lines[-1].block
    titled = _titled(lines[0])
    if titled:
        head.title = lines[0].part(0, titled)
        remainder = lines[0].part(titled, len(lines[0].stretch.text))
        lines[:1] = [remainder] if remainder.text else []
        at = _subject(head, lines, at)
    at = _addressees(head, lines, at)
    if at < len(lines):
        head.end = lines[at].block
        head.rest = lines[at] if lines[at].stretch.start > 0 else None
    else:
        head.end = last + 1


def _subject(head: Head, lines: list[FormLine], at: int) -> int:
    """Take the subject's lines from `at` on; the index after them."""
    first: FormLine | None = None
    while at < len(lines):
        line = lines[at]
        if _authority(head, line.text) or line.text.startswith("Căn cứ") or ADDRESS.match(line.text):
            break
        if sum(c.isalpha() for c in line.text) < 2 or _speck(line):
            at += 1
            continue
        if first is None:
            about = re.search(r"(?<=[\s'’‘\"“|])Về việc\s", line.text)
            if about and is_capitals(line.text[: about.start()]):  # an incoming stamp beside it
                lines[at] = line = line.part(about.start(), len(line.stretch.text))
            cut = _capitals_end(line.text)
            first = line
            if cut is not None:  # kind, subject and text run on in one line
                head.subject.append(_without_authority(head, line.part(0, cut)))
                lines[at] = line.part(cut, len(line.stretch.text))
                return at
        elif not _continues(head.subject[-1], line):
            break
        head.subject.append(line)
        at += 1
    while at < len(lines) and _authority(head, lines[at].text):
        at += 1
    return at


def _speck(line: FormLine) -> bool:
    """Whether a few words were read so badly that they are none: a stamp's edge, a seal."""
    read = line.stretch.paragraph.between(line.stretch.start, line.stretch.end)
    return len(read) <= 4 and all(w.origin == "ocr" and w.confidence < 0.4 for w in read)


def _capitals_end(text: str) -> int | None:
    """Where the run of capitals that opens `text` ends, when a long one does and mixed case follows."""
    end, words_seen = 0, 0
    for match in re.finditer(r"\S+", text):
        word = match[0]
        letters = [c for c in word if c.isalpha()]
        if letters and any(c.islower() for c in letters) and not NUMBER.search(word):
            break
        end, words_seen = match.end(), words_seen + bool(letters)
    return end if words_seen >= 3 and end < len(text) else None


def _without_authority(head: Head, line: FormLine) -> FormLine:
    """`line` without the "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …" that follows a subject."""
    for match in re.finditer(r"(?<=\s)\S", line.text):
        if OWNED.search(line.text[: match.start()]):
            continue  # "… CỦA ỦY BAN NHÂN DÂN TỈNH" is the subject's own end
        if _authority(head, line.text[match.start() :]):
            return line.part(0, match.start())
    return line


OWNED = re.compile(r"(?:\b(?:CỦA|THUỘC|VÀ|TẠI|DO|CHO|VỚI)|[,;])\s$")


def _authority(head: Head, text: str) -> bool:
    """Whether `text` is the line that names who decides: the issuer, or the issuer's head, in capitals."""
    if not is_capitals(text) or len(text.split()) < 2:
        return False
    whole = " ".join(line.text for line in head.issuer)
    bare = re.sub(rf"^(?:{'|'.join(p.upper() for p in words('signature', 'positions'))})\s+", "", text)
    names = (text, bare, re.sub(r"^(?:PHÓ\s)?TRƯỞNG\s", "", text))
    return any(
        office_opens(name)
        and (whole == name or whole.endswith(" " + name) or (whole.startswith(name + " ") and len(name.split()) > 3))
        for name in names
    )


def _continues(before: FormLine, line: FormLine) -> bool:
    """Whether `line` goes on with the subject that `before` is part of."""
    if line.stretch.paragraph is before.stretch.paragraph:
        return True
    one, two = before.stretch.paragraph, line.stretch.paragraph
    if before.text.endswith((".", ":", ";")) or re.match(r"^(?:Điều 1|Chương I|Phần |I\.|1\.|A\.|-)", line.text):
        return False
    if re.search(r"(?<!\w)ĐẾN(?!\w)", line.text) and not is_capitals(line.text):
        return False  # an incoming stamp lies over the line
    bold = [all(w.bold for w in p.words) for p in (one, two)]
    if any(bold):
        return bold[0] == bold[1]
    if re.match(r"^\((?:[Kk]èm theo|[Bb]an hành|[Tt]háng|[Tt]ừ ngày|[Tt]rình)", line.text):
        return False
    if before.box and line.box and one.page == two.page:
        gap, height = line.box[1] - before.box[3], before.box[3] - before.box[1]
        if gap > height or gap < -height:
            return False
        if gap < 0.45 * height and line.box[0] > before.box[0] - 60 and line.text[:1] != "-":
            return True
    if is_capitals(before.text) != is_capitals(line.text):
        return False
    return not OPENING.match(line.text) and len(two.text.split()) <= 25 and not two.text.endswith((".", ";", ":"))


def _addressees(head: Head, lines: list[FormLine], at: int) -> int:
    """Take "Kính gửi: …" and the list under it; the index after them."""
    while at < len(lines) and not ADDRESS.match(lines[at].text):
        if head.title is None or not _authority(head, lines[at].text):
            return at
        at += 1
    if at == len(lines):
        return at
    match = ADDRESS.match(lines[at].text)
    assert match is not None  # noqa: S101 - the loop above ended on it
    opening = lines[at].part(match.end(), len(lines[at].stretch.text))
    paragraph = lines[at].stretch.paragraph
    if len(paragraph.text.split()) > LONGEST_ADDRESS:  # the letter runs on in the same paragraph
        first = re.match(r"[^.(;]{1,120}", opening.text)
        head.addressees.append(opening.part(0, first.end()) if first else opening)
        lines[at] = opening
        return at
    if opening.text:
        head.addressees.append(opening)
    at += 1
    while at < len(lines):
        line = lines[at]
        same = line.stretch.paragraph is paragraph
        listed = line.text.startswith(("-", "–", "+", "•"))
        if not (same or listed) and head.addressees and not _list_goes_on(head.addressees[-1].text, line.text):
            break
        paragraph = line.stretch.paragraph
        head.addressees.append(line)
        at += 1
    return at


LONGEST_ADDRESS = 60
"""Words of a paragraph that is an address and nothing more."""


def _list_goes_on(before: str, line: str) -> bool:
    return before.rstrip().endswith((",", ";")) and not OPENING.match(line)
