"""The words that unit names are made of, and where they stand in a text.

One spaCy `PhraseMatcher` over syllables finds the phrases of all tables at once; `Clues` then answers "does a … begin
here, and where does the longest one end?".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.form.tables import words
from nlp.language import vietnamese
from nlp.units.damaged import bare, find_damaged
from nlp.units.own import OWN, names_known
from nlp.units.places import by_name
from nlp.units.register import Office
from nlp.units.tables import Phrase, compounds, read_phrases

UNMISTAKABLE = 4
"""Syllables of a head word from which on it is known in small letters too ("ủy ban nhân dân")."""

STATE = 7
"""Rank from which on a head word is no word of everyday language, as "bảo hiểm xã hội" is."""

LONGEST_PERSON = 4
"""Syllables of a person's name."""

LEARNT = 5
"""Rank of a name that a document, or an office, defines for itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase and the token after its last one."""

    end: int
    phrase: Phrase


SHORT = 400
"""Tokens of a text whose clues are remembered."""


def clues_of(doc: Doc, known: Collection[str] = ()) -> "Clues":
    """The clues of `doc`, never to be changed: of a short text they are found once, however often it is asked about."""
    if len(doc) > SHORT:
        return Clues(doc, known)
    return _remembered(doc, tuple(known), OWN.get())


@lru_cache(maxsize=512)
def _remembered(doc: Doc, known: tuple[str, ...], own: tuple[Office, ...]) -> "Clues":
    return Clues(doc, known)


class Clues:
    """The tokens of a text, and the phrases of the tables that begin at each of them."""

    def __init__(self, doc: Doc, known: Collection[str] = ()) -> None:
        strings = doc.vocab.strings
        self.words = [strings[int(word)] for word in doc.to_array("ORTH")]
        self.norms = [strings[int(norm)] for norm in doc.to_array("NORM")]
        self.capital = [word[:1].isupper() for word in self.words]
        self.length = len(self.words)
        matcher, phrases = vocabulary()
        self.found: dict[tuple[str, int], list[Found]] = {}
        for row, start, end in matcher(doc):
            phrase = phrases[row]
            self.found.setdefault((phrase.role, start), []).append(Found(end, phrase))
        self.mended: dict[int, str] = {}
        for row, start, norms in find_damaged(doc.vocab, self.norms):
            exact = self.found.get((phrases[row].role, start), ())
            if all(start + len(norms) > each.end for each in exact):
                self.mend(phrases[row], start, norms)
        own = names_known()
        for name in (*known, *(name for word in dict.fromkeys(self.words) for name in own.get(word, ()))):
            self.learn(name)
        for found in self.found.values():
            found.sort(key=lambda each: -each.end)

    def mend(self, phrase: Phrase, start: int, norms: Sequence[str]) -> None:
        """Take what stands at `start` for `phrase`, of whose letters one has lost its mark."""
        end = start + len(norms)
        if len(norms) == 1 and not self.single(phrase, start):
            return
        self.found.setdefault((phrase.role, start), []).append(Found(end, phrase))
        self.mended |= {start + i: norm for i, norm in enumerate(norms) if self.norms[start + i] != norm}

    def single(self, phrase: Phrase, start: int) -> bool:
        """One syllable is enough where the next or the last one tells: "Sớ" before a name, "tinh" behind "UBND"."""
        if phrase.role == "head":
            return self.capital[start] and self.at("domain", start + 1) is not None
        unmarked = self.norms[start] == bare(self.norms[start])
        return phrase.role == "area" and unmarked and start > 0 and self.norms[start - 1] in ("ubnd", "hđnd", "dân")

    def learn(self, name: str) -> None:
        """Know `name`, which the document or the office has defined, as a unit complete by itself, as it is defined."""
        words = [token.text for token in vietnamese()(name)]
        phrase = Phrase(name, "head", LEARNT, "none", "yes")
        for start in range(self.length - len(words) + 1 if words else 0):
            if self.words[start : start + len(words)] == words:
                self.found.setdefault(("head", start), []).append(Found(start + len(words), phrase))

    def all(self, role: str, token: int) -> Sequence[Found]:
        """The phrases of `role` that begin at `token`, the longest first."""
        return self.found.get((role, token), ())

    def at(self, role: str, token: int) -> Found | None:
        """The longest phrase of `role` that begins at `token`."""
        found = self.found.get((role, token))
        return found[0] if found else None

    def end(self, role: str, token: int) -> int:
        """The token after the longest phrase of `role` at `token`; `token` itself where there is none."""
        found = self.found.get((role, token))
        return found[0].end if found else token

    def domain(self, token: int) -> int:
        """The end of what an office looks after, at `token`; `token` where none is.

        "Tài chính, Kế hoạch và Đầu tư" are two: a comma inside a name gives way to a name that goes beyond it.
        """
        found = self.all("domain", token)
        for shorter in found[1:]:
            if self.norm(shorter.end) == "," and self.end("domain", shorter.end + 1) > found[0].end:
                return shorter.end
        return found[0].end if found else token

    def norm(self, token: int) -> str:
        """The token as phrases are compared by; nothing after the last one."""
        return self.norms[token] if token < self.length else ""

    def capital_at(self, token: int) -> bool:
        return token < self.length and self.capital[token]

    def head(self, token: int) -> Found | None:
        """A name's first word: with a capital, or before a known name ("sở Nội vụ"); no part of a word."""
        head = self.at("head", token)
        if not head or max(self.end("not_head", token), self.end("title", token)) > head.end:
            return None
        if head.end == token + 1 and self.in_word(token):
            return None
        if self.capital[token]:
            return head
        if head.end - token >= UNMISTAKABLE and head.phrase.rank >= STATE:
            return head
        if any(self.capital[token + 1 : head.end]):
            return head  # "cục Thuế", "các chi cục Hải quan"
        known = self.capital_at(head.end) and self.at("domain", head.end)
        long = head.end > token + 1 and self.capital_at(head.end) and not self.at("head", head.end)
        return head if known or long else None

    def in_word(self, token: int) -> bool:
        """The syllable is a part of a word: "cơ sở", "Tổ chức"."""
        before = self.norm(token - 1) if token else ""
        alike = not self.capital[token] or (token > 0 and self.shouted(token) and self.shouted(token - 1))
        if alike and f"{before} {self.norms[token]}" in compounds():
            return True
        after = token + 1
        alike = after < self.length and (not self.capital[after] or (self.shouted(token) and self.shouted(after)))
        return alike and not self.at("domain", after) and f"{self.norms[token]} {self.norms[after]}" in compounds()

    def shouted(self, token: int) -> bool:
        """The token is in capitals throughout, as in a heading or an abbreviation."""
        return token < self.length and len(self.words[token]) > 1 and self.words[token].isupper()

    def word(self, token: int) -> int:
        """The end of the longest dictionary word of two to four syllables at `token`; `token` where none is."""
        for end in range(min(token + 4, self.length), token + 1, -1):
            if " ".join(self.norms[token:end]) in compounds():
                return end
        return token

    def person(self, token: int) -> int:
        """The end of a person's name at `token`, a family's name and one to three more; `token` where none is.

        What is a place's name too is taken for the place: "Sở Y tế Hà Giang", "UBND xã Trần Phán".
        """
        if token >= self.length or self.words[token] not in words("signature", "families"):
            return token
        end = token + 1
        while end < min(token + LONGEST_PERSON, self.length) and self.capital[end] and not self.shouted(end):
            end += 1
        alone = end > token + 1 and not self.capital_at(end) and " ".join(self.norms[token:end]) not in by_name()
        return end if alone and not any(self.begins(k) or self.domain(k) > k for k in range(token, end)) else token

    def begins(self, token: int) -> bool:
        """A unit begins at `token`."""
        return bool(self.head(token) or self.at("title", token) or self.at("each", token))


def mended(name: str) -> str:
    """`name` with the marks that the reading of the page has lost: "Sở Nôi vụ" is "Sở Nội vụ"."""
    doc = vietnamese()(name)
    right = clues_of(doc).mended
    words = (as_in(token.text, right[token.i]) if token.i in right else token.text for token in doc)
    return "".join(word + token.whitespace_ for word, token in zip(words, doc, strict=True))


def as_in(word: str, norm: str) -> str:
    """The syllable `norm` in capitals and small letters as `word` is."""
    return norm.upper() if len(word) > 1 and word.isupper() else norm.capitalize() if word[:1].isupper() else norm


@cache
def vocabulary() -> tuple[PhraseMatcher, dict[int, Phrase]]:
    """The matcher over all tables, and the row behind each of its keys; made once a process."""
    language = vietnamese()
    matcher = PhraseMatcher(language.vocab, attr="NORM")
    phrases: dict[int, Phrase] = {}
    for phrase in read_phrases():
        row = f"{phrase.role}: {phrase.text}"
        matcher.add(row, [language.make_doc(phrase.text)])
        phrases[language.vocab.strings.add(row)] = phrase
    return matcher, phrases
