"""iCalendar (RFC 5545): what is due as VTODO for task lists, and as VEVENT for calendars that know no tasks.

Names (UID) are made from a record's id, so that a calendar which fetches the feed again changes an entry and adds none.
What has no day (yet) is in no calendar: none is guessed.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Component, Event, Todo, vDuration, vRecur

from feeds.exports.tracking import evidence_at, progress
from models import sheet
from models.following.states import names_a_day
from models.questions.followed import Followed
from models.wording import Language, Wording

BEFORE = (timedelta(days=7), timedelta(days=1))
"""How long before its day a reminder comes; it is told at eight in the morning."""

HOUR = timedelta(hours=8)

END = b"END:VCALENDAR\r\n"

STATUS = {"done": "COMPLETED", "done_late": "COMPLETED", "superseded": "CANCELLED"}


def calendar(
    lines: Iterable[Followed],
    *,
    now: datetime,
    name: str = "",
    host: str = "vanthu",
    desk: str | None = None,
    language: Language = "vi",
) -> bytes:
    """The calendar of `lines`, whole. `now` is the moment of the feed, `host` sets its UIDs apart from others'."""
    return b"".join(calendar_parts(lines, now=now, name=name, host=host, desk=desk, language=language))


def calendar_parts(
    lines: Iterable[Followed],
    *,
    now: datetime,
    name: str = "",
    host: str = "vanthu",
    desk: str | None = None,
    language: Language = "vi",
) -> Iterator[bytes]:
    """The same piece by piece: a large office has a hundred thousand entries."""
    feed = Calendar()
    feed.add("prodid", "-//vanthu//vanthu//VI")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    title = name or Wording("Thời hạn nhiệm vụ", "Deadlines").into(language)
    feed.add("name", title)  # RFC 7986, and the name that older programs know
    feed.add("x-wr-calname", title)
    feed.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    feed.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    yield bytes(feed.to_ical()).removesuffix(END)
    for line in lines:
        if line.day is not None and line.record != "result":
            yield bytes(_filled(Todo(), line, line.day, now, host, desk, language).to_ical())
            yield bytes(_filled(Event(), line, line.day, now, host, desk, language).to_ical())
    yield END


def _filled(
    into: Todo | Event, line: Followed, day: date, now: datetime, host: str, desk: str | None, language: Language
) -> Component:
    todo = isinstance(into, Todo)
    into.add("uid", f"{line.record}-{line.id}-{'todo' if todo else 'event'}@{host}")
    into.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    into.add("sequence", line.version - 1)
    number = line.source.number or f"#{line.source.id}"
    into.add("summary", f"[{number}] {line.content}")
    into.add("description", _description(line, language))
    into.add("categories", [number, *line.units])
    if at := evidence_at(line, desk):
        into.add("url", at)
    rule = line.deadline.rrule if line.deadline and line.deadline.kind == "recurring" else None
    if todo:
        if rule:
            into.add("dtstart", day)  # RFC 5545, 3.8.5.3: a recurring entry has a beginning
            into.add("due", day + timedelta(days=1))
        else:
            into.add("due", day)
        status = STATUS.get(line.state, "NEEDS-ACTION")
        into.add("status", status)
        if status == "COMPLETED" and line.done_on:
            into.add("completed", datetime.combine(line.done_on, time(), UTC))
            into.add("percent-complete", 100)
    else:
        into.add("dtstart", day)
        into.add("dtend", day + timedelta(days=1))
        into.add("transp", "TRANSPARENT")  # the day is not taken up by it
        into.add("status", "CANCELLED" if line.state == "superseded" else "CONFIRMED")
    if rule and line.deadline and names_a_day(rule):
        into.add("rrule", _rule(rule, line.deadline.end))
    if line.state not in STATUS:
        for before in BEFORE:
            into.add_component(_alarm(into, before, todo, bool(rule)))
    return into


def _rule(rule: str, end: date | None) -> vRecur:
    recurs: vRecur = vRecur.from_ical(rule)
    if end is not None and "COUNT" not in recurs:
        recurs["UNTIL"] = [end]
    return recurs


def _alarm(of: Component, before: timedelta, todo: bool, recurs: bool) -> Alarm:
    """A reminder at eight in the morning, so many days before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", of["summary"])
    alarm.add("trigger", HOUR - before, parameters={"RELATED": "END"} if todo and not recurs else {})
    return alarm


def _description(line: Followed, language: Language) -> str:
    """What a person wants to know without opening the sheet."""
    said = [
        (Wording("Đơn vị chủ trì", "Lead"), "; ".join(line.units)),
        (Wording("Đơn vị phối hợp", "Support"), "; ".join(line.support)),
        (Wording("Thời hạn", "Deadline"), line.deadline.text if line.deadline else ""),
        (Wording("Tiến độ", "Progress"), progress(line.reached) or ""),
        (Wording("Sản phẩm", "Deliverable"), line.deliverable or ""),
        (Wording("Văn bản", "Document"), _named(line)),
    ]
    return "\n".join(f"{wording.into(language)}: {text}" for wording, text in said if text)


def _named(line: Followed) -> str:
    source = line.source
    on = f"ngày {sheet.day(source.issued_on)}" if source.issued_on else ""
    return " ".join(part for part in (source.kind, source.number, on, source.subject) if part)
