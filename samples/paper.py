"""What a sample dispatch consists of, whatever file it becomes."""

from dataclasses import dataclass
from typing import Literal

Rules = Literal["all", "rows", "columns", "frame"]


@dataclass(frozen=True)
class Grid:
    """A ruled table: heading row, rows, widths as shares of the text's width. A None cell is merged upwards.

    `rules` says which are drawn: all, those between rows, those between columns, or a frame around the whole.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    widths: tuple[float, ...]
    rules: Rules = "all"


@dataclass(frozen=True)
class Centred:
    """A centred line in bold, as the title of an annex or a chapter has it."""

    text: str


Part = str | Grid | Centred


@dataclass(frozen=True)
class Paper:
    """A dispatch in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

    `body` holds paragraphs (a string; one that begins with "**" is bold), centred lines and tables; what follows a
    string "\\f" stands on new pages after the signature, as an annex.
    """

    name: str
    offices: tuple[str, ...]
    number: str
    place: str
    dated: str
    kind: str | None
    subject: str
    body: tuple[Part, ...]
    signature: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    urgency: str | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"
