"""The parts of a head, and what tells its lines apart: the signs of number, date, subject and address."""

import re
from dataclasses import dataclass, field

from nlp.form.capitals import is_capitals
from nlp.form.kinds import kind_titled, titles
from nlp.form.letterhead.issuer import office_opens
from nlp.form.lines import FormLine
from nlp.form.numbers import NUMBER, UNREAD, UPPER


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


def numbered(text: str) -> re.Match[str] | None:
    """The number of a letterhead in `text`: after "Số:", or alone; its serial may be blank or unreadable."""
    return _NUMBERED.search(text) or BARE.match(text) or _UNREAD.search(text)


def dates(line: FormLine) -> bool:
    """Whether place and date stand at the end of `line`."""
    found = PLACE_DATE.search(line.text)
    return found is not None and len(line.text) - found.end() < 12


def titled_to(line: FormLine) -> int | None:
    """Where the kind's name ends that opens `line` in capitals, whatever marks it lost."""
    found = titles().match(line.text)
    if found:
        return found.end()
    for length in range(4, 0, -1):
        opening = re.match(rf"(?:\S+\s+){{{length - 1}}}\S+", line.text)
        if opening and is_capitals(opening[0]) and kind_titled(opening[0]):
            return opening.end()
    return None
