"""Letters made one way: NFC, tone marks placed as official prose places them, nothing invisible.

`clean` is what every reader passes its text through, so that "hoà" and "hòa", or NFD and NFC, never are two words.
"""

import re
import unicodedata


def clean(text: str) -> str:
    """`text` in NFC, without invisible characters, tone marks by the older placement ("hòa", "ủy", "khỏe").

    Blanks of every kind become plain ones, line ends stay. Control characters go: a terminal obeys ESC and CSI,
    PostgreSQL refuses NUL, and no file in UTF-8 can hold half of a surrogate pair. The older placement is the one of
    the national title ("CỘNG HÒA") and of most official prose.
    """
    text = unicodedata.normalize("NFC", _SURROGATE.sub("", text.translate(_ODD)))
    text = _PRIVATE_RUN.sub(lambda run: "".join(chr(ord(c) & 0xFF) for c in run[0]), text)
    text = _PRIVATE.sub(lambda sign: _BULLETS.get(ord(sign[0]) & 0xFF, "•"), text)
    return _OPEN_RHYME.sub(_older_placement, text)


_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"
)
_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\t\v\f\x1c\x1d\x1e\x1f\x85"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ODD: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code != ord("\n")},
    **dict.fromkeys(range(0xE0000, 0xE0080)),  # tags: text that nobody sees
    **dict.fromkeys(map(ord, _BLANKS), " "),
    # The grave and acute accents that some keyboards of Windows leave apart from their letter.
    0x0340: "\u0300",
    0x0341: "\u0301",
    # One sign for each of the ways a hyphen is typed; an en dash stays what it is.
    0x2010: "-",
    0x2011: "-",
    0x2212: "-",
    0x01A3: "ư",  # ƣ and Ƣ stand where ư and Ư were meant: fonts of 2003 to 2010 carry them at each other's place
    0x01A2: "Ư",
}

# Symbol and Wingdings put their glyphs at U+F000 + code. A sign that stands alone is a bullet; a run is plain text.
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PRIVATE_RUN = re.compile(r"[\uf020-\uf07e\uf0a0-\uf0ff]{3,}")
_BULLETS = {
    0x2D: "-",
    0x2B: "+",
    0xBE: "-",
    0xE0: "→",
    0xE8: "→",
    0xFC: "✓",
    0xFE: "☑",
    0xA8: "☐",
    0x6F: "☐",
    0xA3: "≤",
    0xB3: "≥",
    0xB1: "±",
    0xB4: "×",
    0xD7: "×",
}

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _older_placement(rhyme: re.Match[str]) -> str:
    """ "oà" as "òa": the mark moves to the first of the two vowels."""
    first, apart = rhyme[0][0], unicodedata.normalize("NFD", rhyme[0][1])
    return unicodedata.normalize("NFC", first + apart[1:]) + apart[0]


_NEWER = [
    first + unicodedata.normalize("NFC", second + tone) for first, second in ("oa", "oe", "uy") for tone in _TONES
]
# Only open syllables differ ("hoàn", "thuyết" have one placement), and the u of "quý" belongs to its q.
_OPEN_RHYME = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEWER)})(?![^\W\d_])", re.IGNORECASE)
