"""Words as a clerk types them: small letters without accents ("so khoa hoc" for "Sở Khoa học")."""

import unicodedata

MARKS = {mark: None for mark in range(0x10000) if unicodedata.combining(chr(mark))} | {ord("đ"): "d"}
"""What accents become once they are apart from their letters: nothing; đ, which is a letter, becomes d."""


def bare(text: str) -> str:
    """`text` in small letters without accents, blanks made single."""
    return " ".join(unicodedata.normalize("NFD", text.casefold()).translate(MARKS).split())
