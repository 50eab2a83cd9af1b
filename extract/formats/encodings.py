"""Encodings of text, and Vietnamese from before Unicode as its letters come out: TCVN3 (.VnTime) and VNI (VNI-Times).

Both put their own glyphs at the places of Western letters, so that a file read as Windows-1252 says "C«ng hßa" and
"Coäng hoøa" for "Công hòa". The tables are complete; `to_tcvn3` and `to_vni` are their inverses.
"""

import re
from collections.abc import Sequence

from extract.syllables import share_of_syllables


def from_tcvn3(text: str, capitals: bool = False) -> str:
    """TCVN3 to Unicode; `capitals` for the fonts whose name ends in H, which print all letters as capitals."""
    text = text.translate(_TCVN3)
    return text.upper() if capitals else text


def from_vni(text: str) -> str:
    """VNI (Windows) to Unicode."""
    return _VNI_LETTER.sub(lambda found: _VNI[found[0]], text)


def to_tcvn3(text: str) -> str:
    """Unicode to TCVN3. Capitals that it has no place for come out as small letters, as its fonts need them."""
    return "".join(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower(), letter) for letter in text)


def to_vni(text: str) -> str:
    """Unicode to VNI (Windows)."""
    return "".join(_TO_VNI.get(letter, letter) for letter in text)


def by_font(text: str, font: str) -> str:
    """`text` to Unicode where the name of its font says that it is in TCVN3 or VNI."""
    name = font.lower().lstrip(".")
    if name.startswith("vni"):
        return from_vni(text)
    if font.lower().startswith(".vn") or _TCVN3_FONT.match(name):
        return from_tcvn3(text, capitals=bool(re.match(r"\.?vn\w*h(?![a-z])", font.lower())))
    return text


def by_letters(words: Sequence[str]) -> str | None:
    """ "tcvn3" or "vni" where `words` become Vietnamese by that table only; None where they are what they are."""
    share, _, count = share_of_syllables(words)
    if count < 20 or share > 0.8:
        return None
    for name, convert in (("tcvn3", from_tcvn3), ("vni", from_vni)):
        better, marks, _ = share_of_syllables(map(convert, words))
        if better > 0.85 and better > share + 0.2 and marks > 0.3:
            return name
    return None


def decode(content: bytes) -> str:
    """`content` as text: by its byte order mark, else UTF-8, UTF-16, TCVN3, VNI, else Windows-1258, which reads all."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    zeros = content[: 2 * _PROBE].count(0)
    if zeros > len(content[: 2 * _PROBE]) // 10:
        odd = content[1 : 2 * _PROBE : 2].count(0)
        return content.decode("utf-16-le" if odd * 2 > zeros else "utf-16-be", "replace")
    western = content.decode("latin-1")
    name = by_letters(western.split()[:_PROBE])
    return CONVERT[name](western) if name else content.decode("cp1258", "replace")


_PROBE = 1000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


CONVERT = {"tcvn3": from_tcvn3, "vni": from_vni}

_TCVN3_FONT = re.compile(
    r"vn(?:time|arial|avant|centu|book|courier|black|present|southern|helv|universe?)", re.IGNORECASE
)

_TCVN3_LETTERS = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ"
    "\u00adưõừøứöửùự÷ữúỳýýûỷüỹþỵ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"
)
_TCVN3 = {ord(code): letter for code, letter in zip(_TCVN3_LETTERS[::2], _TCVN3_LETTERS[1::2], strict=True)}
_TO_TCVN3 = {letter: chr(code) for code, letter in _TCVN3.items()}

_VNI_MARKS = {
    "a": "ùáøàûảõãïạêăéắèằúẳüẵëặââáấàầåẩãẫäậ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "u": "ùúøùûủõũïụ",
    "y": "ùýøỳûỷõỹ",
    "ô": "ùớøờûởõỡïợ",
    "ö": "ùứøừûửõữïự",
}
_VNI_ALONE = "ñđôơöưííììæỉóĩòịîỵ"


def _vni_table() -> dict[str, str]:
    small = {base + pairs[i]: pairs[i + 1] for base, pairs in _VNI_MARKS.items() for i in range(0, len(pairs), 2)}
    small |= {_VNI_ALONE[i]: _VNI_ALONE[i + 1] for i in range(0, len(_VNI_ALONE), 2)}
    # Capitals carry capital marks ("AÙ"); typists also left the mark small ("Aù").
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items()}
    return small | mixed | {code.upper(): letter.upper() for code, letter in small.items()}


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TO_VNI = {letter: code for code, letter in _VNI.items()}
