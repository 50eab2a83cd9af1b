"""What the address of a page asks for: days, unit, state, words, order and page; and the addresses beside it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from models.questions.paged.timetable import MOST, Asked, Order, Wanted, monday

Span = Literal["week", "4weeks", "month", "quarter", "days"]
By = Literal["week", "unit", "plan"]

AT_ONCE = 50
"""Lines of a page."""

LAST_PAGE = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What somebody asks a page for. Empty fields of a form count as not given."""

    path: str
    span: Span
    since: date | None
    until: date | None
    unit: str
    state: Wanted | None
    words: str
    by: By
    order: Order
    page: int

    def days(self, today: date) -> tuple[date, date]:
        """The first and last day of the span that is meant on `today`."""
        first = monday(today)
        if self.span == "days" and (self.since or self.until):
            since = self.since or min(today, self.until or today)
            return since, max(since, self.until or since + timedelta(days=27))
        if self.span == "week":
            return first, first + timedelta(days=6)
        if self.span == "month":
            return today.replace(day=1), last_of_month(today)
        if self.span == "quarter":
            start = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
            return start, last_of_month(start + timedelta(days=70))
        return first, first + timedelta(days=27)

    def asked(self, **more: Any) -> Asked:
        """The question to the database; days are in `more`."""
        return Asked(**{"unit": self.unit, "words": self.words, "state": self.state, **more})

    @property
    def offset(self) -> int:
        return (self.page - 1) * AT_ONCE

    def to(self, path: str | None = None, **changes: Any) -> str:
        """The address of the same page with other choices; the pages of a list begin anew unless `page` is given."""
        chosen: dict[str, Any] = {
            "span": self.span if self.span != "4weeks" else None,
            "since": self.since if self.span == "days" else None,
            "until": self.until if self.span == "days" else None,
            "unit": self.unit, "state": self.state, "q": self.words,
            "by": self.by if self.by != "week" else None,
            "order": self.order if self.order != "day" else None,
        }  # fmt: skip
        given = {name: str(value) for name, value in (chosen | changes).items() if value not in (None, "")}
        return (path or self.path) + (f"?{urlencode(given)}" if given else "")

    def pages(self, total: int) -> int:
        """How many pages `total` lines take; those beyond what is counted are reached one by one."""
        return max(1, -(-min(total, MOST) // AT_ONCE))


def last_of_month(day: date) -> date:
    """The last day of a month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def view_of(
    request: Request,
    span: Literal["week", "4weeks", "month", "quarter", "days", ""] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
    unit: Annotated[str, Query(max_length=300)] = "",
    state: Literal["open", "overdue", "due_soon", "not_due", "done", "superseded", ""] = "",
    q: Annotated[str, Query(max_length=300)] = "",
    by: Literal["week", "unit", "plan", ""] = "",
    order: Literal["day", "-day", "content", "document", "unit", ""] = "",
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
) -> View:
    """The choices in an address."""
    first, last = day_of(since), day_of(until)
    return View(
        path=request.url.path.rpartition(".")[0] or request.url.path,
        span=span or ("days" if first or last else "4weeks"),
        since=first,
        until=last,
        unit=unit.strip(),
        state=state or None,
        words=q.strip(),
        by=by or "week",
        order=order or "day",
        page=page,
    )


def day_of(written: str) -> date | None:
    """A day as browsers send it (2024-03-05) or as clerks type it (5/3/2024); None where it is neither."""
    try:
        if "/" in written:
            day, month, year = (int(part) for part in written.split("/"))
            return date(year, month, day)
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


Chosen = Annotated[View, Depends(view_of)]
