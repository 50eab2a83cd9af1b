"""Whether a page's text layer may be trusted, and the reading of the page where it may.

Many signed scans carry only the words of a signature's stamp, many scanners leave a layer of broken Vietnamese, fonts
lose letters or use encodings from before Unicode: each is told apart here, and the reason is kept for a reviewer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.formats.encodings import CONVERT, by_letters
from extract.layout.columns import lines_of
from extract.letters import clean
from extract.page import PageReading
from extract.pdf.content import Content
from extract.pdf.lost import LOST, lost_letter, restored
from extract.pdf.ruled import ruled_tables
from extract.syllables import share_of_syllables
from extract.transcript import Line, Page, Verdict, Word
from models.records import Box


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a text layer is worth: `words` are its own as they may be used, `stamps` and `typed` what was laid over it.

    `typed` are numbers and dates that a clerk's software put into the blanks of a page; they are part of its text.
    """

    verdict: Verdict
    reason: str
    words: tuple[Word, ...] = ()
    typed: tuple[Word, ...] = ()
    stamps: tuple[Line, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether the page can be read from its text layer."""
        return self.verdict in ("sound", "repaired")


def judge(found: Content) -> Judgement:
    """The text layer of a page, judged."""
    own, burnt = _without_stamps(found.words)
    laid = [overlay for overlay in found.overlays if is_stamp(" ".join(w.text for w in overlay.words))]
    typed = tuple(w for overlay in found.overlays if overlay not in laid for w in overlay.words)
    stamps = tuple(line for words in (burnt, *(o.words for o in laid)) for line in _stamp_lines(words))
    verdict, reason, words = _verdict(own, found, bool(stamps))
    return Judgement(verdict, reason, words, typed, stamps)


def read_text_layer(found: Content, judgement: Judgement) -> PageReading:
    """The page as its text layer has it."""
    tables, words = ruled_tables([*judgement.words, *judgement.typed], found.rulings)
    return PageReading(
        found.number,
        found.width,
        found.height,
        found.turned,
        lines_of(words),
        tables,
        judgement.stamps,
        page_of(found, judgement),
    )


def page_of(found: Content, judgement: Judgement) -> Page:
    """The page's own record, as read from its text layer."""
    return Page(
        found.number, found.width, found.height, found.turned, "text_layer", judgement.verdict, judgement.reason
    )


# The stamps of signing software: who, when, for which office. A line of one has one of these, or a part of a name.
_STAMP_WORDS = (
    *("người ký", "ký bởi", "thời gian ký", "ngày ký", "ký ngày"),
    *("digitally signed", "signature not verified", "signature valid"),
)
# A zone, a day with its time, a mail address: by the sign that is rare, then by what stands before it.
_STAMP_SIGNS = re.compile(r":(?<=[+-]\d\d:)\d\d\b|:(?<=\b\d\d[./-]\d\d[./-]\d{4} \d\d:)\d\d|@(?<=[\w.-]@)[\w-]{1,64}\.")


def is_stamp(text: str) -> bool:
    """Whether `text` is what a digital signature prints of itself."""
    small = text.casefold()
    return any(words in small for words in _STAMP_WORDS) or bool(_STAMP_SIGNS.search(text))


# What no line of a document's own text begins with: told apart where OCR read a stamp in the picture.
_STAMP_LINE = re.compile(
    r"(?:Người ký|Được ký bởi|Ký bởi|Thời gian ký|Ngày ký|Digitally signed by|Signature (?:Not Verified|Valid))\s*[:\d]"
    r"|\d\d[./-]\d\d[./-]\d{4} \d\d:\d\d:\d\d(?: ?[+-]\d\d:\d\d)?$",
    re.IGNORECASE,
)


def without_stamps(lines: Sequence[Line], stamps: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that OCR read, less those of signature stamps; and the `stamps`, with what the text layer had not."""
    known = [stamp.text for stamp in stamps]
    own: list[Line] = []
    more: list[Line] = []
    for line in lines:
        if any(fuzz.ratio(line.text, text) > _SAME for text in known):
            continue
        (more if _STAMP_LINE.match(line.text) else own).append(line)
    return tuple(own), (*stamps, *more)


_SAME = 80
"""Of 100: how alike a stamp's line is to itself, read by OCR from small letters."""

FEW = 25
"""Words: a page with fewer, most of it covered by a picture, is a scan with something written over it."""

SCAN = 0.5
"""Of the page: a picture that covers more is a scan, not an illustration."""

TRUSTED_SHARE = 0.45
"""Of the words that must be Vietnamese syllables where letters are printed as such: a page of technical terms has 0.6,
one whose font gives wrong codes below 0.3."""

TRUSTED_SCAN_SHARE = 0.97
"""The same for words that a scanner's own OCR laid under its picture: what it reads worse, we read better."""

MARKED_SHARE = 0.35
"""Of the words that must carry a mark of Vietnamese: official prose has two in three."""


def _verdict(words: tuple[Word, ...], found: Content, stamped: bool) -> tuple[Verdict, str, tuple[Word, ...]]:
    scanned = max((_covered(picture.box, found) for picture in found.pictures), default=0.0) > SCAN
    if not words or (scanned and len(words) < FEW):
        if stamped:
            return "stamp_only", "lớp chữ chỉ có dấu của chữ ký số", ()
        return "absent", "không có lớp chữ" if not words else "lớp chữ chỉ có vài từ trên ảnh quét", ()
    words, repairs = _repaired(words)
    if any(LOST in word.text for word in words):
        return "rubbish", "phông chữ làm mất chữ cái, không suy ra được chắc chắn", ()
    share, marked, count = share_of_syllables(word.text for word in words)
    wanted = TRUSTED_SCAN_SHARE if scanned or found.invisible else TRUSTED_SHARE
    if count >= FEW and share < wanted:
        return "rubbish", f"chỉ {share:.0%} số từ là âm tiết tiếng Việt", ()
    if count >= FEW and marked < MARKED_SHARE and (scanned or found.invisible):
        return "rubbish", f"chỉ {marked:.0%} số từ có dấu tiếng Việt", ()
    if scanned and not _fits(words, found):
        return "rubbish", "lớp chữ không khớp với ảnh", ()
    if repairs:
        return "repaired", ", ".join(repairs), words
    return "sound", f"{share:.0%} số từ là âm tiết tiếng Việt" if count else "chỉ có số và ký hiệu", words


def _repaired(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], list[str]]:
    """The words with what can be undone for sure undone, and what that was."""
    repairs = []
    name = by_letters([word.text for word in words])
    if name is not None:
        convert = CONVERT[name]
        words = tuple(w._replace(text=clean(convert(w.text)), read_as=w.text) for w in words)
        repairs.append(f"bảng mã {name.upper()} đổi sang Unicode")
    if any(LOST in word.text for word in words):
        letter = lost_letter(word.text for word in words)
        if letter is not None:
            words = tuple(restored(words, letter))
            repairs.append(f"phông chữ làm mất chữ {letter}, đã điền lại")
    return words, repairs


def _without_stamps(words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """A page's words and those of stamps that signing software made part of its content."""
    if len(words) > _MOST_BURNT or not is_stamp(" ".join(word.text for word in words)):
        return tuple(words), ()
    lines = lines_of(words)
    burnt = [line for line in lines if is_stamp(line.text) and len(line.words) < 15 and len(lines) < 15]
    if not burnt:
        return tuple(words), ()
    stamp = {word for line in lines if line in burnt or len(lines) < 8 for word in line.words}
    return tuple(w for w in words if w not in stamp), tuple(w for w in words if w in stamp)


_MOST_BURNT = 300
"""Words on a page of which a stamp's are a part: only a scan has so few of its own."""


def _stamp_lines(words: Sequence[Word]) -> Iterator[Line]:
    for line in lines_of(words):
        yield Line(tuple(word._replace(origin="signature") for word in line.words))


def _covered(picture: Box, found: Content) -> float:
    """The share of the page under `picture`."""
    wide = min(picture[2], found.width) - max(picture[0], 0.0)
    high = min(picture[3], found.height) - max(picture[1], 0.0)
    return max(0.0, wide) * max(0.0, high) / (found.width * found.height)


def _fits(words: Sequence[Word], found: Content) -> bool:
    """Whether the words stand on the page, at sizes that letters have."""
    boxes = [word.box for word in words if word.box]
    inside = [b for b in boxes if -2 <= b[0] < b[2] <= found.width + 2 and -2 <= b[1] < b[3] <= found.height + 2]
    plausible = [b for b in inside if 4 < b[3] - b[1] < 60]
    return len(plausible) > 0.9 * len(boxes)
