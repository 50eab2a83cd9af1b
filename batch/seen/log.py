"""The structured log of a run: one JSON line a file, and one for its begin and end."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import structlog

from batch.seen.progress import Event, Progress
from extract.errors import printable


class Log(Progress):
    """Appends to the file at `to`; "-" is standard error. Raises OSError where it can't be written."""

    def __init__(self, to: str, engine: str) -> None:
        self.stream: TextIO = (
            sys.stderr if to == "-" else Path(to).open("a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        )
        self.log = structlog.wrap_logger(
            structlog.WriteLogger(self.stream),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            engine=engine,
        )

    def __enter__(self) -> Self:
        self.log.info("run began")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.log.info("run ended")
        else:
            self.log.error("run broke off", reason=printable(Path(str(error))))
        if self.stream is not sys.stderr:
            self.stream.close()

    def ended(self, event: Event) -> None:
        told: dict[str, object] = {"path": event.name, "state": event.how}
        if event.sha256:
            told |= {"sha256": event.sha256, "attempt": event.attempt}
            told["seconds"] = {station: round(spent, 4) for station, spent in event.seconds.items()}
        if event.dispatch is not None:
            told |= {
                "number": event.dispatch.letterhead.number,
                "pages": event.dispatch.file.pages,
                "tasks": len(event.dispatch.tasks),
                "targets": len(event.dispatch.targets),
                "results": len(event.dispatch.results),
                "problems": len(event.dispatch.problems),
            }
        if event.fault is not None:
            told |= {"code": event.fault.code, "reason": event.fault.reason.en}
        if event.moved_to:
            told["moved_to"] = event.moved_to
        say: Callable[..., object] = self.log.warning if event.fault else self.log.info
        say("file", **told)
        self.stream.flush()
