"""The words that unit names are made of, and where they stand in a text.

The tables are `knowledge/units/`: heads, titles, groups, domains, words, stops. One spaCy `PhraseMatcher` over
syllables finds them all at once; `Clues` then answers "does a … begin here, and where does the longest one end?".
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.language import vietnamese


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of the tables: `role` is head, title, each, noun, qualifier, link, domain, not_head, tail, topic, …"""

    text: str
    role: str
    rank: int = 0
    goes_on: str = "none"
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase and the token after its last one."""

    end: int
    phrase: Phrase


class Clues:
    """The phrases that begin at each token of a text, the longest for each role."""

    def __init__(self, doc: Doc) -> None:
        matcher, phrases = vocabulary()
        self.found: dict[tuple[str, int], Found] = {}
        for key, start, end in matcher(doc):
            phrase = phrases[key]
            best = self.found.get((phrase.role, start))
            if best is None or best.end < end:
                self.found[phrase.role, start] = Found(end, phrase)

    def at(self, role: str, token: int) -> Found | None:
        return self.found.get((role, token))

    def end(self, role: str, token: int) -> int:
        """The token after the longest phrase of `role` at `token`; `token` itself where there is none."""
        found = self.found.get((role, token))
        return found.end if found else token


@cache
def vocabulary() -> tuple[PhraseMatcher, dict[int, Phrase]]:
    """The matcher over all tables, and the row behind each of its keys; made once a process."""
    language = vietnamese()
    matcher = PhraseMatcher(language.vocab, attr="NORM")
    phrases: dict[int, Phrase] = {}
    for phrase in read_phrases():
        key = f"{phrase.role}: {phrase.text}"
        matcher.add(key, [language.make_doc(phrase.text)])
        phrases[language.vocab.strings.add(key)] = phrase
    return matcher, phrases


def read_phrases() -> Iterator[Phrase]:
    """Every row of every table, each spelling by itself."""
    for row in rows("heads.csv"):
        yield Phrase(row["head"], "head", int(row["rank"]), row["goes_on"], row["bare"] == "yes")
    for row in rows("titles.csv"):
        yield Phrase(row["title"], "title", alone=row["alone"] == "yes")
    for row in rows("domains.csv"):
        for name in (row["domain"], *filter(None, row["short"].split("|"))):
            for text in {name, name.replace(" - ", "-"), name.replace(" - ", ", ")}:
                yield Phrase(text, "domain")
    for table in ("groups.csv", "words.csv"):
        for row in rows(table):
            yield Phrase(row["phrase"], row["role"])
    for row in rows("stops.csv"):
        yield Phrase(row["word"], "stop")


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `knowledge/units/`; lines that begin with # are remarks."""
    text = (files("nlp") / "knowledge" / "units" / table).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
