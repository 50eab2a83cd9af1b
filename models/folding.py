"""Words as a clerk types them: small letters without accents ("so khoa hoc" for "Sở Khoa học")."""

import unicodedata


def bare(text: str) -> str:
    """`text` in small letters without accents, blanks made single."""
    apart = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
