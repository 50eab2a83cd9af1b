"""Which of a document's readings speaks for it: the one that is to be trusted most."""

from sqlalchemy.orm import Session

from models import records, tables
from models.store.merging import bring_up_to_date


def stand_on_what_is_left(session: Session, document: tables.Document) -> bool:
    """Let the best reading that `document` has speak for it where the one that did is gone; whether it was."""
    if any(reading.current for reading in document.readings):
        return False
    best = max(document.readings, key=lambda reading: worth(reading.dispatch))
    bring_up_to_date(session, document, best.dispatch)
    best.current = True
    session.flush()
    return True


def worth(dispatch: records.Dispatch) -> tuple[float, float]:
    """How much a reading is to be trusted beside another of the same document: text read from a text layer before
    text read from pixels, then its mean confidence."""
    head = dispatch.letterhead.evidence.values()
    found = [r for group in (dispatch.tasks, dispatch.targets, dispatch.results, dispatch.citations) for r in group]
    evidence = [e for given in (*head, *found) for e in given.evidence]
    if not evidence:
        return 0.0, 0.0
    sure = [given.confidence for given in (*head, *found)]
    return sum(e.origin != "ocr" for e in evidence) / len(evidence), sum(sure) / len(sure)
