"""A message in the two languages vanthu speaks: Vietnamese for clerks, English by a switch and in logs."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in both languages."""

    vi: str
    en: str

    def into(self, language: Language) -> str:
        return self.en if language == "en" else self.vi
