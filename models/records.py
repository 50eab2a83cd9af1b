"""The plain records of vanthu: the contract `vanthu/1` as frozen values.

Every station of the road may use these; none of them knows a database, a page image or a web page. `to_json` and
`from_json` are the only way in and out, and `json_schema` is what the schema file in `docs/` is written from.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass as validated

SCHEMA: Literal["vanthu/1"] = "vanthu/1"

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the page's top left corner, after the page's own rotation."""

Origin = Literal["text_layer", "ocr", "signature", "stamp", "file_name", "edxml", "reviewer"]
DeadlineKind = Literal["by", "during", "recurring", "relative", "ongoing"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "between", "increase", "decrease"]
Relation = Literal["based_on", "implements", "amends", "replaces", "repeals", "mentions"]
Confidence = Annotated[float, Field(ge=0, le=1)]

_strict = ConfigDict(extra="forbid", populate_by_name=True, ser_json_inf_nan="null")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A place on a page. Where the format has no pages of its own (DOCX, HTML, TXT), `bbox` is None and `page` 1."""

    page: int
    bbox: Box | None
    text: str
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A reading offered to a reviewer where none could be taken.

    `note` says in Vietnamese what a reviewer should know of its origin: whether a digital signature was verified.
    """

    value: str
    origin: Origin
    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something a person should look at: `code` is a short English slug, `message` a sentence for a clerk."""

    code: str
    message: str
    page: int | None = None
    field: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """What was read. `pages` counts pages; 1 for formats without pages."""

    name: str
    sha256: str
    media_type: str
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """An office, a position that stands for one, or a group of them (`group`), as written and in full."""

    name: str
    canonical: str | None = None
    id: str | None = None
    group: bool = False


@validated(frozen=True, kw_only=True, slots=True, config=_strict)
class Relative:
    """A time counted from an event, which `from_` names: `duration` is ISO 8601, `-P5D` when counted back."""

    duration: str | None
    working_days: bool = False
    from_: str | None = Field(default=None, alias="from")


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """Until when. The kinds and what each fills are in the contract's table."""

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    boundary: Literal["before", "by"] | None = None
    rrule: str | None = None
    relative: Relative | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Who signed: `authority` is the line that says for whom (TM., KT., TL., TUQ., Q.)."""

    name: str | None
    position: str | None = None
    authority: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Where a field of the letterhead was read, and how sure that is."""

    evidence: tuple[Evidence, ...]
    confidence: Confidence
    path: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """The document about itself: the contract's `dispatch` object."""

    number: str | None = None
    kind: str | None = None
    issuer: Unit | None = None
    place: str | None = None
    issued_on: date | None = None
    subject: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    executors: tuple[Unit, ...] = ()
    effective: Deadline | None = None
    evidence: dict[str, Provenance] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Another document named by number, with the strongest relation in which it is named."""

    number: str
    kind: str | None = None
    issued_on: date | None = None
    issuer: Unit | None = None
    relation: Relation = "mentions"
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = 0.0
    path: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """An order to somebody. `lead` is đơn vị chủ trì, `support` đơn vị phối hợp, `deliverable` sản phẩm."""

    id: str
    content: str
    lead: tuple[Unit, ...] = ()
    support: tuple[Unit, ...] = ()
    deadline: Deadline | None = None
    deliverable: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = 0.0
    path: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A measurable aim (chỉ tiêu): one number is one target."""

    id: str
    content: str
    measure: str
    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str | None = None
    deadline: Deadline | None = None
    owners: tuple[Unit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = 0.0
    path: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A measured fact about what was achieved: `value` of `of`; `about` is the number of the plan it answers to."""

    id: str
    content: str
    value: float
    of: float | None = None
    measure: str | None = None
    unit: str | None = None
    period: Deadline | None = None
    owners: tuple[Unit, ...] = ()
    about: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = 0.0
    path: str | None = None


@validated(frozen=True, kw_only=True, slots=True, config=_strict)
class Dispatch:
    """All that was understood of one file (`vanthu parse`)."""

    schema_: Literal["vanthu/1"] = Field(default=SCHEMA, alias="schema")
    file: File
    letterhead: Letterhead = Field(alias="dispatch")
    citations: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    results: tuple[Result, ...] = ()
    problems: tuple[Problem, ...] = ()


@validated(frozen=True, kw_only=True, slots=True, config=_strict)
class Explanation:
    """All that was found in one passage without a file (`vanthu explain`)."""

    text: str
    deadlines: tuple[Deadline, ...] = ()
    units: tuple[Unit, ...] = ()
    citations: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    results: tuple[Result, ...] = ()


_dispatch: TypeAdapter[Dispatch] = TypeAdapter(Dispatch)
_explanation: TypeAdapter[Explanation] = TypeAdapter(Explanation)


def to_json(record: Dispatch | Explanation, indent: int | None = None) -> str:
    """`record` as contract JSON, Vietnamese letters as they are."""
    adapter: TypeAdapter[Any] = _dispatch if isinstance(record, Dispatch) else _explanation
    contract = as_printed(adapter.dump_python(record, mode="json", by_alias=True))
    return json.dumps(contract, ensure_ascii=False, indent=indent)


def as_printed(value: Any) -> Any:
    """`value` with whole numbers as the contract prints them: 27, not 27.0."""
    if isinstance(value, dict):
        return {key: as_printed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_printed(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def from_json(text: str) -> Dispatch:
    """The dispatch in contract JSON; raises `pydantic.ValidationError` where it is not by the contract."""
    return _dispatch.validate_json(text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a dispatch as `to_json` writes it."""
    return _dispatch.json_schema(by_alias=True, mode="serialization")
