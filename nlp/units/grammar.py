"""Where a unit begins and ends: a grammar over the tokens of a text.

    unit   = [each] title [unit]  |  group  |  office
    office = head [name | topic] [place] [superior]
    group  = [each] noun {, noun} {qualifier}

Names as offices write them: capitals for the first syllable of each word, so a small syllable may follow a capital one,
and what the unit is told to do ("chủ trì", "có trách nhiệm") begins in small letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.units.vocabulary import Clues, Found

LONGEST_TOPIC = 14
"""Syllables of a committee's free subject."""

DEEPEST = 4
"""Units named inside a unit's name ("Phòng A thuộc Chi cục B thuộc Sở C")."""


@dataclass(frozen=True, slots=True)
class Span:
    """A unit from one token to before another. `head` is where its head word ends; `rank` how high it stands.

    `completed` is the head word that a list has said before ("Sở" for "Tài chính" in "Sở Nội vụ, Tài chính").
    """

    start: int
    end: int
    group: bool
    rule: str
    head: int = 0
    rank: int = 0
    completed: str = ""


class Grammar:
    """Reads units at any token of one text."""

    def __init__(self, doc: Doc) -> None:
        self.clues = Clues(doc)
        self.words = [token.text for token in doc]
        self.norms = [token.norm_ for token in doc]
        self.capital = [word[:1].isupper() for word in self.words]
        self.length = len(self.words)

    def unit(self, i: int, depth: int = 0) -> Span | None:
        """The longest unit that begins at token `i`."""
        if i >= self.length or depth > DEEPEST:
            return None
        return self.position(i, depth) or self.group(i, depth) or self.office(i, depth)

    def position(self, i: int, depth: int) -> Span | None:
        each = self.clues.end("each", i)
        title = self.clues.at("title", each)
        if not title:
            return None
        of = self.group(title.end, depth + 1, titled=True) or self.unit(title.end, depth + 1)
        if of and of.rule != "position":
            return Span(i, of.end, of.group or each > i, "position", rank=of.rank)
        if title.phrase.alone and self.capital[each]:
            return Span(i, title.end, each > i, "position")
        return None

    def office(self, i: int, depth: int = 0) -> Span | None:
        head = self.head(i)
        if not head:
            return None
        phrase, j, group = head.phrase, head.end, False
        if phrase.goes_on in ("name", "topic"):
            j = self.name(j)
        if phrase.goes_on == "topic" and j == head.end:
            j = self.topic(j)
        place = self.place(j, depth)
        if place:
            j, group = place.end, place.group
        above = self.superior(j, phrase.rank, depth)
        if above:
            j, group = above.end, group or above.group
        if j > head.end:
            rule = "office" if self.capital[i] else "office in small letters"
        elif phrase.alone and self.capital[i]:
            rule = "complete" if phrase.goes_on == "none" else "ellipsis"
        else:
            return None
        return Span(i, j, group, rule, head.end, phrase.rank)

    def head(self, i: int) -> Found | None:
        """A head word at `i`, written with a capital or followed by one."""
        head = self.clues.at("head", i)
        if not head or self.clues.end("not_head", i) > head.end:
            return None
        if not self.capital[i] and not (
            head.end < self.length and self.capital[head.end] and not self.clues.at("head", head.end)
        ):
            return None
        return head

    def begins(self, i: int) -> bool:
        """Another unit begins at `i`."""
        return bool(self.head(i) or self.clues.at("title", i) or self.clues.at("each", i))

    def name(self, j: int) -> int:
        """The end of the capitalised name that begins at `j`; `j` where there is none."""
        start = j
        while j < self.length:
            domain = self.clues.end("domain", j)
            if domain > j and (self.capital[j] or j == start):
                j = domain
            elif self.capital[j]:
                if self.head(j) or (j > start and self.clues.at("title", j)) or self.clues.at("place", j):
                    break
                j = self.capitalised(j)
            elif j > start and self.clues.at("tail", j):
                j = self.clues.end("tail", j)
            elif j > start and (on := self.joined(start, j)):
                j = on
            else:
                break
        return j

    def capitalised(self, j: int) -> int:
        """A capital syllable, and the small one that ends its word ("Nội vụ"); none in a proper name ("Trà Bồng")."""
        proper = j > 0 and self.capital[j - 1] and not self.words[j - 1].isupper()
        j += 1
        if j < self.length and not proper and not self.words[j - 1].isupper():
            j = max(self.clues.end("tail", j), j + self.tail(j))
        return j

    def tail(self, j: int) -> bool:
        return (
            self.words[j].isalpha()
            and self.words[j].islower()
            and not self.clues.at("stop", j)
            and not self.clues.at("area", j)
        )

    def joined(self, start: int, j: int) -> int:
        """After "và", "-", "&" or a comma at `j`: where the name goes on; 0 where it ends."""
        sign, after = self.norms[j], j + 1
        if (
            sign == "và"
            and after + 1 < self.length
            and self.norms[after] == "các"
            and not self.noun(after + 1, DEEPEST)
        ):
            after += 1
        if after >= self.length or not self.capital[after] or self.begins(after):
            return 0
        known = self.clues.end("domain", start) == j
        following = self.clues.end("domain", after) > after
        if sign in ("và", "&", "-", "/") and not (known and (following or sign in ("-", "/"))):
            return after
        if sign == "," and not known and self.enumerates(after):
            return after
        return 0

    def enumerates(self, j: int) -> bool:
        """Capital words from `j` on lead to "và" and another one: "…, Xây dựng và Kinh doanh"."""
        for k in range(j, min(j + 8, self.length - 1)):
            if self.norms[k] == "và":
                return self.capital[k + 1] and not self.begins(k + 1)
            if self.begins(k) or not (self.capital[k] or self.tail(k) or self.words[k] == ","):
                return False
        return False

    def topic(self, j: int) -> int:
        """The end of a committee's subject in small letters: a known one, or what leads to a place or a superior."""
        known = max(self.clues.end("topic", j), self.clues.end("domain", j))
        if known > j:
            return known
        for k in range(j, min(j + LONGEST_TOPIC, self.length)):
            if k > j and (self.clues.at("area", k) or self.clues.at("place", k) or self.norms[k] == "của"):
                return k
            if (
                not (self.words[k].isalnum() or (self.words[k] == "," and k > j))
                or self.begins(k)
                or self.clues.at("stop", k)
            ):
                return j
        return j

    def place(self, j: int, depth: int) -> Span | None:
        """Where the office is: "tỉnh", "tỉnh X", "cấp xã", "các huyện, thị xã", "Việt Nam"."""
        start, k = j, self.clues.end("place", j)
        each = self.clues.end("each", k)
        if k < self.length and self.norms[k] == "cấp":
            each = k + 1
        area = self.clues.end("area", each)
        if area == each:
            return Span(start, k, False, "place") if k > start else None
        end, several = self.areas(each)
        group = each > k or several
        if group:
            end = self.qualifiers(end, depth)
        return Span(start, end, group, "place")

    def areas(self, j: int) -> tuple[int, bool]:
        """("xã, phường", several) or ("tỉnh X", one) from a kind of place on."""
        j, several = self.proper(self.clues.end("area", j)), False
        while j < self.length and self.norms[j] in (",", "và", "/", "-"):
            k = j + 1 + (j + 1 < self.length and self.norms[j + 1] in ("cấp", "các"))
            area = self.clues.end("area", k)
            if area == k or (self.capital[area - 1] and not self.capital[k]):
                break
            named = self.proper(area)
            if named > area and self.norms[j] != ",":
                break
            j, several = named, several or named == area
        return j, several

    def proper(self, j: int) -> int:
        """The end of a place's own name: up to four capital syllables or a number."""
        known = self.clues.end("province", j)
        if known > j:
            return known
        k = j
        while k < min(j + 4, self.length) and self.capital[k] and not self.begins(k):
            k += 1
        if k == j and k < self.length and self.words[k].isdigit():
            k += 1
        return k

    def superior(self, j: int, rank: int, depth: int) -> Span | None:
        """The office that this one belongs to: "của Chính phủ", "thuộc Sở X", "Sở X" straight after."""
        if j >= self.length:
            return None
        k = self.clues.end("link", j) if self.norms[j] in ("của", "thuộc", "trực") else j + (self.norms[j] == "-")
        of = self.office(k, depth + 1) if depth < DEEPEST else None
        if of and (of.rank > rank or self.norms[j] == "-"):
            return of
        return None

    def group(self, i: int, depth: int, titled: bool = False) -> Span | None:
        """ "các sở, ban, ngành tỉnh": with "các", a title, two nouns, or a noun and which of them."""
        each = self.clues.end("each", i)
        j, count = each, 0
        while noun := self.noun(j, depth):
            j, count = noun, count + 1
            if (
                j + 1 >= self.length
                or self.norms[j] not in (",", "và", "/", "-", "hoặc")
                or not self.noun(j + 1, depth)
            ):
                break
            j += 1
        if not count:
            return None
        end = self.qualifiers(j, depth)
        if each > i or count > 1 or end > j or titled:
            return Span(i, end, True, "group")
        return None

    def noun(self, j: int, depth: int) -> int:
        """The end of a group's noun at `j`; 0 where none is, or where an office's own name begins."""
        noun = max(self.clues.end("noun", j), self.clues.end("area", j))
        if noun == j or self.clues.end("title", j) > noun:
            return 0
        if self.capital[j] and (office := self.office(j, depth + 1)) and office.rule == "office" and office.end > noun:
            return 0
        return noun

    def qualifiers(self, j: int, depth: int) -> int:
        """The end of what says which of a group: "có liên quan", "trên địa bàn tỉnh", "thuộc UBND tỉnh"."""
        while j < self.length:
            end = max(self.clues.end("qualifier", j), self.clues.end("place", j))
            link = self.clues.end("link", j)
            if link > j:
                within = self.unit(link, depth + 1)
                area = self.clues.end("area", link)
                end = max(end, within.end if within else 0, self.areas(link)[0] if area > link else 0)
            elif self.clues.at("area", j):
                end = max(end, self.areas(j)[0])
            if end == j:
                break
            j = end
        return j

    def shortened(self, first: Span) -> Iterator[Span]:
        """The offices after `first` of which only the name is said: "Sở Nội vụ, Tài chính và Tư pháp"."""
        if first.rule != "office" or self.clues.end("domain", first.head) != first.end:
            return
        head, j = " ".join(self.words[first.start : first.head]), first.end
        while j + 1 < self.length and self.norms[j] in (",", "và"):
            end = self.clues.end("domain", j + 1)
            if end == j + 1 or not self.capital[j + 1] or self.begins(j + 1):
                return
            yield Span(j + 1, end, False, "shortened", completed=head)
            j = end
