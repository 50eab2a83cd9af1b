"""From when a document is in force ("có hiệu lực kể từ ngày ký"): `dispatch.effective`, never a task's deadline."""

import re
from collections.abc import Iterable
from datetime import date

from models.records import Deadline, Relative
from nlp.evidence import Stretch
from nlp.form.dates import find_date
from nlp.language import fold
from nlp.tasks import Passage

CLAUSE = re.compile(
    r"(?P<said>có hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: (?:ngày|kể từ|từ))*\s"
    r"(?P<when>(?:ngày )?ký(?: ban hành)?|[^.;]{4,40}))"
)

OF_THIS = re.compile(
    r"(?:quyết định|chỉ thị|kế hoạch|nghị quyết|thông tư|quy định|quy chế|nghị định|văn bản|công văn|chương trình) này"
)


def effect_in(passages: Iterable[Passage], issued_on: date | None) -> tuple[Deadline, Stretch] | None:
    """The effect clause of the document among `passages` and where it stands; None where it has none."""
    for passage in passages:
        folded = fold(passage.text)
        clause = CLAUSE.search(folded)
        if not clause or not OF_THIS.search(folded[max(0, clause.start() - 80) : clause.start() + 1]):
            continue
        place = passage.stretch.part(clause.start("said"), clause.end("said"))
        if "ký" in clause["when"][:8]:
            signing = Relative(duration="P0D", from_="signing")  # type: ignore[call-arg]
            return Deadline(text=place.text, kind="relative", end=issued_on, relative=signing), place
        found = find_date(passage.text[clause.start("said") : clause.end("said") + 30])
        if found:
            start = clause.start("said")
            place = passage.stretch.part(start, start + found[1])
            return Deadline(text=place.text, kind="during", start=found[2]), place
    return None
