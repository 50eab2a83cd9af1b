"""The issuer's name from the lines of a letterhead.

The name stands under that of the office above it ("UBND TỈNH X / SỞ Y"), and is completed from it only: a department
by its province, as people say it. "name" is what is printed, "canonical" the completed one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from extract.transcript import Transcript
from models.records import Unit
from nlp.form.capitals import is_capitals, proper
from nlp.form.letterhead.joint import in_full, joint_parts, of_equals
from nlp.form.lines import FormLine, fold
from nlp.form.tables import words


def issuer_of(lines: Sequence[FormLine], transcript: Transcript) -> Unit | None:
    """The issuer named by the left column's `lines`; None where there is none. What a scan damaged is spelt as the
    document spells the same words elsewhere."""
    scanned = any(w.origin == "ocr" for line in lines for w in line.stretch.paragraph.words)
    texts = [_mended(line.text) if scanned else line.text for line in lines]
    names = [proper(name) for name in names_of(in_full(texts))]
    if not names or not office_opens(names[-1]):
        return None
    if scanned:
        names = [spelt(name, transcript) for name in names]
    own, above = of_equals(names)
    return Unit(name=own, canonical=" - ".join(completed(part, above) for part in joint_parts(own)))


def office_opens(text: str) -> bool:
    """Whether `text` begins with a word that names of offices begin with."""
    return bool(_HEADS().match(text.upper()))


def _mended(line: str) -> str:
    """`line` in capitals with the words that all letterheads use as they are spelt: "TĨNH" is "TỈNH"."""
    known = _SPELLINGS()
    line = re.sub(r"^S[ƠỎOÓÒÕÔ](?=\s)", "SỞ", line)
    line = re.sub(r"^B[OÓỌỘÔ](?=\s)", "BỘ", line)
    return re.sub(r"[^\W\d_]+(?:\s[^\W\d_]+){0,3}", lambda m: _known_words(m[0], known), line)


def _known_words(text: str, known: dict[str, str]) -> str:
    parts = text.split()
    for size in range(len(parts), 0, -1):
        for at in range(len(parts) - size + 1):
            spelling = known.get(fold("".join(parts[at : at + size])))
            if spelling and len(spelling) > 2:
                before, after = parts[:at], parts[at + size :]
                sides = [_known_words(" ".join(side), known) if side else "" for side in (before, after)]
                return " ".join(p for p in (sides[0], spelling, sides[1]) if p)
    return text


def spelt(name: str, transcript: Transcript) -> str:
    """`name` as the document writes it most often in running text, whatever marks the letterhead lost."""
    wanted, count = fold(name), len(name.split())
    found: Counter[str] = Counter()
    for paragraph in transcript.paragraphs():
        if is_capitals(paragraph.text):
            continue
        parts = paragraph.text.split()
        folded = [fold(p) for p in parts]
        for at in range(len(parts) - count + 1):
            if folded[at][:2] == wanted[:2] and "".join(folded[at : at + count]) == wanted:
                written = " ".join(parts[at : at + count]).strip(' ,.;:()"”“/')
                found[written] += not is_capitals(written)
    if not found.total():
        return _spelt_place(name, transcript)
    best = found.most_common(1)[0][0]
    return best[0].upper() + best[1:]


def _spelt_place(name: str, transcript: Transcript) -> str:
    """Only the place at the end of `name` as the document writes it."""
    match = re.search(rf"(?<!\w)({'|'.join(words('offices', 'places'))})\s(\S.*)$", name, re.I)
    if not match or len(match[2].split()) < 1 or match[2] == name:
        return name
    return name[: match.start(2)] + spelt(match[2], transcript) if match.start(2) else name


def names_of(lines: Sequence[str]) -> list[str]:
    """The offices named by `lines`, the highest first; a name may take several lines, a line may hold two names."""
    names: list[str] = []
    for line in lines:
        text = " ".join(line.strip(" .,:;-_*|–—").split())
        if sum(c.isalpha() for c in text) < 3:
            continue
        if names and not _opens(names[-1], text):
            names[-1] += " " + text
        else:
            names.append(text)
    return [name for text in names for name in _split(text)]


def completed(own: str, above: str) -> str:
    """`own` with the place of the office `above` it: "Sở Nội vụ" under "UBND tỉnh X" is "Sở Nội vụ tỉnh X"."""
    if not above or not _COMPLETED().match(own):
        return own
    if re.match(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) [uủ][ỷy]|Đảng bộ", above, re.I):
        return f"{own} {above}"
    if re.match(r"Ban |Thường trực", own) and re.match(r"Hội đồng nhân dân|HĐND", above):
        return f"{own} {above}"  # the council's own committees
    place = re.search(rf"(?:{'|'.join(words('offices', 'places'))})\s+\S.*$", above, re.I)
    if place:
        where = place[0]
        if where.split(maxsplit=1)[1].lower() in own.lower():
            return own
        if own.lower() == "văn phòng":
            return f"{own} {above}"
        return f"{own} {where[0].lower()}{where[1:]}"
    if own.lower() in ("văn phòng", "thanh tra", "ban chỉ đạo"):
        return f"{own} {above}"
    return own


def _opens(before: str, line: str) -> bool:
    """Whether `line` begins a new name after `before`."""
    if before.endswith((",", "-", " VÀ", " CỦA", " VỀ")) or not _HEADS().match(line):
        return False
    if re.fullmatch(r"(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|VĂN PHÒNG|THANH TRA|BAN CHẤP HÀNH", before):
        return not re.match(r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|XÃ|PHƯỜNG|ĐẢNG)\s(?!ỦY)", line) and before[-4:] == " DÂN"
    return True


def _split(text: str) -> list[str]:
    """The names in one line: "BỘ TÀI CHÍNH CỤC THUẾ" is two."""
    for match in _INNER().finditer(text):
        before = text[: match.start()].strip()
        if _ABOVE.match(before) and len(before.split()) >= 3:
            return [before, *_split(text[match.start() :])]
        if re.fullmatch(r"(?:CỤC|BỘ)\s\S+(?:\s\S+)*", before) and len(before.split()) >= 2:
            return [before, *_split(text[match.start() :])]
    return [text]


_ABOVE = re.compile(
    r"^(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|BỘ|(?:TỈNH|THÀNH|HUYỆN) (?:ỦY|UỶ))\s(?!.*(?: VÀ| CỦA|,)$)"
)


@cache
def _HEADS() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(h.upper().replace("ỦY", "(?:ỦY|UỶ)") for h in words("offices", "heads"))
    return re.compile(rf"^(?:{heads})(?!\w)")


@cache
def _INNER() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(h.upper() for h in words("offices", "inner"))
    return re.compile(rf"(?<=\s)(?:{heads})(?!\w)")


@cache
def _COMPLETED() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(words("offices", "completed"))
    return re.compile(rf"^(?:{heads})(?!\w)", re.I)


@cache
def _SPELLINGS() -> dict[str, str]:  # noqa: N802 - a table, made once
    rows = [*words("offices", "heads"), *words("offices", "phrases"), *words("offices", "places")]
    return {fold(row): row.upper() for row in rows if len(fold(row)) >= 3}
