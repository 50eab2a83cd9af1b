"""A stretch of text and what it means: what every finder in `nlp` returns."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Mention(Generic[Meaning]):
    """`text[start:end]` means `value`; `rule` names the rule that found it (`vanthu explain --why`)."""

    start: int
    end: int
    text: str
    value: Meaning
    rule: str
