"""What stands under the columns of a head: the kind, the subject, the addressees; and where the text begins."""

import re
from collections.abc import Sequence

from nlp.form.capitals import is_capitals
from nlp.form.letterhead.issuer import office_opens
from nlp.form.letterhead.shape import ADDRESS, OPENING, Head, titled_to
from nlp.form.lines import FormLine
from nlp.form.numbers import NUMBER
from nlp.form.tables import words


def read_title(head: Head, lines: Sequence[FormLine]) -> None:
    """Kind and subject, addressees, and where the text begins."""
    if not lines:
        head.end = 0
        return
    at = 0
    lines, last = list(lines), lines[-1].block
    titled = titled_to(lines[0])
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
        elif BODY.match(line.text) or not _continues(head.subject[-1], line):
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


BODY = re.compile(
    r"^(?:Ngày \d{1,2}(?:/| tháng)|Căn cứ (?:Luật|Nghị|Quyết|Thông|Công|Chỉ|Kế)|Trên cơ sở|Sau khi |"
    r"(?:Thực hiện|Triển khai|Thi hành) (?:Luật|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch|Công văn) số)"
)
"""How a text begins and no line of a subject goes on, though a scan gave both one paragraph."""


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
