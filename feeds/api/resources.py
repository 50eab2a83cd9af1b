"""What the API gives, member by member: the contract's fields (docs/records.md), and what a follower needs beside them.

With `fields`, an answer has only these members, and always `id`: so nothing but `id` is required here. A test holds
that `models.feed.shapes` makes exactly this.
"""

from datetime import date, datetime
from typing import Any, Generic, Literal, Required, TypeVar

from pydantic import ConfigDict, JsonValue
from typing_extensions import TypedDict

from models import records, tables

CLOSED = ConfigDict(extra="forbid")
Resource = TypeVar("Resource")


class Party(TypedDict):
    """A unit's part: the contract's UNIT. `id` is that of the register of offices, `unit_id` that of `/units`."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    name: str
    canonical: str | None
    id: str | None
    group: bool
    unit_id: int


class FileOf(TypedDict):
    """A file that a document was read from; the `current` one speaks for it."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: int
    name: str
    sha256: str
    media_type: str | None
    pages: int | None
    current: bool


class DocumentResource(TypedDict, total=False):
    """A document as it is known now. `superseded_by` is the document that replaces or repeals it."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Required[int]
    version: int
    reviewed: bool
    differs: bool
    number: str | None
    kind: str | None
    issuer: Party | None
    place: str | None
    issued_on: date | None
    subject: str | None
    urgency: str | None
    secrecy: str | None
    signer: records.Signer | None
    recipients: list[str]
    executors: list[records.Unit]
    effective: records.Deadline | None
    evidence: dict[str, records.Provenance]
    citations: list[records.Citation]
    problems: list[records.Problem]
    files: list[FileOf]
    superseded_by: int | None


class _Record(TypedDict, total=False):
    id: Required[int]
    document_id: int
    key: str
    version: int
    standing: tables.Standing
    reviewed: bool
    differs: bool
    content: str
    evidence: list[records.Evidence]
    confidence: records.Confidence
    path: str | None


class TaskResource(_Record, total=False):
    """A task. `id` never changes; `key` is its id in the contract. Only what is `live` is followed."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    lead: list[Party]
    support: list[Party]
    deadline: records.Deadline | None
    deliverable: str | None
    leader: str | None


class TargetResource(_Record, total=False):
    """A measurable aim."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    measure: str
    comparator: records.Comparator
    value: float
    value_max: float | None
    unit: str | None
    deadline: records.Deadline | None
    owners: list[Party]
    leader: str | None


class ResultResource(_Record, total=False):
    """A measured fact about what was achieved."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    value: float
    of: float | None
    measure: str | None
    unit: str | None
    period: records.Deadline | None
    owners: list[Party]
    about: str | None


class FieldChange(TypedDict):
    """One field before and after a step; `machine` is what the reading said then. None: the document's own field."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    record_id: int | None
    field: str
    before: JsonValue
    after: JsonValue
    machine: JsonValue


class ReviewResource(TypedDict, total=False):
    """A step of a reviewer; of the action `amend`, the word of another document, which has no `who`."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Required[int]
    document_id: int
    action: tables.Action
    who: str | None
    by_document_id: int | None
    at: datetime
    why: str | None
    undoes_id: int | None
    undone_by_id: int | None
    changes: list[FieldChange]


class ProgressResource(TypedDict, total=False):
    """What came of a task or target, as somebody said. What is `proposed` was read and waits for a person."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Required[int]
    document_id: int
    record_id: int | None
    occurrence: date | None
    achieved_on: date | None
    done: bool
    value: float | None
    of: float | None
    unit: str | None
    note: str | None
    standing: tables.Reported
    said_at: datetime
    shown_by_id: int | None
    result_id: int | None
    decided_by: str | None
    decided_at: datetime | None


class Link(TypedDict):
    """What `unit_id` has in `other_id`: a parent, a successor `since` then, itself, or a part."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    kind: tables.KindOfLink
    unit_id: int
    other_id: int
    since: date | None
    chief: bool


class UnitResource(TypedDict, total=False):
    """An office, a position that stands for one, or a group of them. `settled`: `name` is its full official name."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Required[int]
    name: str
    settled: bool
    group: bool
    register_id: str | None
    valid_from: date | None
    valid_to: date | None
    names: list[str]
    links: list[Link]


class FileResource(TypedDict, total=False):
    """A file and what became of it."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Required[int]
    sha256: str
    name: str
    size: int
    media_type: str | None
    pages: int | None
    state: tables.State
    attempts: int
    reason_code: str | None
    reason_vi: str | None
    reason_en: str | None
    first_seen: datetime
    finished_at: datetime | None
    document_ids: list[int]


class Listed(TypedDict, Generic[Resource]):
    """A page of a list. `next` is the cursor of the page behind it, None on the last one."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    found: list[Resource]
    next: str | None


class By(TypedDict):
    """Whose word it was: a reading's, a reviewer's (their name), or an amending document's (its number)."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    kind: Literal["reading", "reviewer", "document"]
    name: str | None
    review_id: int | None


class ChangeData(TypedDict):
    """What changed. `now` is what stands when this is written, in the shape of `/tasks/{id}` and the like; None where
    it is gone or out of the token's sight: who keeps a copy drops it."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    topic: tables.Topic
    id: int
    document_id: int | None
    happened: tables.Happening
    version: int | None
    by: By | None
    now: dict[str, Any] | None


class ChangeEvent(TypedDict):
    """A change as a CloudEvent (1.0, structured JSON). `id` is its number in the feed; with `source` it is unique."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"]
    data: ChangeData


class ChangePage(TypedDict):
    """Changes in order. `next` is the `after` to go on with; `more`: there are more already."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    changes: list[ChangeEvent]
    next: int
    more: bool


class WebhookResource(TypedDict):
    """A webhook. `position`: up to here the feed was written down for it; `stopped_because`: why it is not `active`."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: int
    url: str
    topics: list[tables.Topic]
    clearance: tables.Clearance
    position: int
    active: bool
    stopped_because: str | None
    made_at: datetime
    waiting: int
    dead: int


class WebhookMade(WebhookResource):
    """A new webhook with the `secret` that its messages are signed with; it is shown this once."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    secret: str


class DeliveryResource(TypedDict):
    """A message of a webhook and what became of it."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: int
    seq: int
    subject: str
    state: tables.Posted
    tries: int
    next_at: datetime
    status: int | None
    error: str | None
    delivered_at: datetime | None


class Replayed(TypedDict):
    """How many messages are sent again."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    count: int
