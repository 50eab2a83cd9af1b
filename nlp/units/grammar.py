"""Where a unit begins and ends: a grammar over the tokens of a text.

unit     = position | group | office
position = ["các"] title [group | office]
office   = head [name | topic] [place] [superior]
group    = ["các"] noun {, noun} {qualifier}
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.units.names import end_of_name, end_of_topic
from nlp.units.places import by_name
from nlp.units.vocabulary import Clues

DEEPEST = 4
"""Units named inside a unit's name ("Phòng A thuộc Chi cục B thuộc Sở C")."""

LONGEST_PLACE = 5
"""Tokens of a place's own name."""

LONGEST_CLAUSE = 10
"""Syllables of a clause that says which of a group ("hoạt động khai thác khoáng sản")."""

COMMAS = frozenset({",", "và", "/", "-", "hoặc"})


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

    def unit(self, i: int, depth: int = 0) -> Span | None:
        """The longest unit that begins at token `i`."""
        if i >= self.clues.length or depth > DEEPEST:
            return None
        return self.position(i, depth) or self.group(i, depth) or self.office(i, depth)

    def position(self, i: int, depth: int) -> Span | None:
        """ "Giám đốc Sở Nội vụ", "Thủ trưởng các cơ quan", "Bộ trưởng"."""
        each = self.clues.end("each", i)
        for title in self.clues.all("title", each):
            of = self.group(title.end, depth + 1, titled=True) or self.unit(title.end, depth + 1)
            if of and of.rule != "position":
                return Span(i, of.end, of.group or each > i, "position", rank=of.rank)
        longest = self.clues.at("title", each)
        if longest and longest.phrase.alone and self.clues.capital[each]:
            return Span(i, longest.end, each > i, "position")
        return None

    def office(self, i: int, depth: int = 0) -> Span | None:
        """ "Sở Nội vụ", "Ban Chỉ đạo chuyển đổi số tỉnh X", "Văn phòng UBND các huyện", "Sở" for the one just named."""
        head = self.clues.head(i)
        if not head or depth > DEEPEST:
            return None
        phrase, j, group = head.phrase, head.end, False
        if phrase.goes_on in ("name", "topic"):
            j = end_of_name(self.clues, j)
        if phrase.goes_on == "topic" and j == head.end:
            j = end_of_topic(self.clues, j)
        place = self.place(j, depth)
        if place:
            j, group = place.end, place.group
        above = self.superior(j, phrase.rank, depth)
        if above:
            j, group = above.end, group or above.group
        if j > head.end:
            rule = "office"
        elif phrase.alone and self.clues.capital[i]:
            rule = "complete" if phrase.goes_on == "none" else "ellipsis"
        else:
            return None
        return Span(i, j, group, rule, head.end, phrase.rank)

    def superior(self, j: int, rank: int, depth: int) -> Span | None:
        """The office that this one belongs to: "của Chính phủ", "thuộc Sở X", "Sở X" straight after, "Văn phòng bộ"."""
        sign = self.clues.norm(j)
        k = self.clues.end("link", j) if sign in ("của", "thuộc", "trực") else j + (sign == "-")
        of = self.office(k, depth + 1)
        if of and (of.rank > rank or sign == "-"):
            return of
        own = self.clues.end("own", j)
        return Span(j, own, False, "own") if rank < self.OWN and own > j else None

    OWN = 4
    """Heads below this rank may belong to "bộ" or "sở" in small letters."""

    def place(self, j: int, depth: int) -> Span | None:
        """Where an office is: "tỉnh", "tỉnh X", "cấp xã", "các huyện, thị xã", "Việt Nam tỉnh X"."""
        k = max(self.clues.end("place", j), self.clues.end("province", j) if self.clues.capital_at(j) else j)
        each = self.clues.end("each", k) + (self.clues.norm(k) == "cấp")
        if self.clues.end("area", each) == each:
            return Span(j, k, False, "place") if k > j else None
        end, several = self.areas(each)
        group = each > k or several
        return Span(j, self.qualifiers(end, depth) if group else end, group, "place")

    def areas(self, j: int) -> tuple[int, bool]:
        """The end of "tỉnh X" or "xã, phường, đặc khu" at `j`, and whether it names several kinds of place."""
        j, several = self.proper(self.clues.end("area", j)), False
        while self.clues.norm(j) in COMMAS:
            k = j + 1 + (self.clues.norm(j + 1) in ("cấp", "các"))
            area = self.clues.end("area", k)
            named = self.proper(area)
            if area == k or (named > area and self.clues.norm(j) != ","):
                break
            j, several = named, several or named == area
        return j, several

    def proper(self, j: int) -> int:
        """The end of a place's own name: the longest in the register, else two to four capitals, or a number."""
        clues = self.clues
        for k in range(min(j + LONGEST_PLACE, clues.length), j, -1):
            if all(clues.capital[j:k]) and " ".join(clues.norms[j:k]) in by_name():
                return k
        k = j
        while k < min(j + 4, clues.length) and clues.capital[k] and not clues.begins(k):
            k += 1
        if clues.norm(j).isdigit():
            return j + 1
        return k if k > j + 1 else j

    def group(self, i: int, depth: int, titled: bool = False) -> Span | None:
        """ "các sở, ban, ngành tỉnh": with "các", a title, two nouns, or a noun and which of them."""
        each = self.clues.end("each", i)
        j, count, alone = each, 0, False
        while noun := self.noun(j, depth):
            alone = alone or noun.alone
            j, count = noun.end, count + 1
            if self.clues.norm(j) in COMMAS and self.noun(j + 1, depth):
                j += 1
        if not count:
            return None
        end = self.qualifiers(j, depth)
        if each > i or count > 1 or end > j or titled or alone:
            return Span(i, end, True, "group")
        return None

    def noun(self, j: int, depth: int) -> "Noun | None":
        """A group's noun at `j`; none where an office's own name or a title begins."""
        noun = self.clues.at("noun", j)
        end = max(noun.end if noun else j, self.clues.end("area", j))
        if end == j or self.clues.end("title", j) > end:
            return None
        if self.clues.capital[j]:
            office = self.office(j, depth + 1)
            if office and office.rule == "office" and office.end > end:
                return None
        return Noun(end, bool(noun and noun.phrase.alone))

    def qualifiers(self, j: int, depth: int) -> int:
        """The end of what says which of a group: "có liên quan", "trên địa bàn tỉnh", "thuộc UBND tỉnh", "Thuế"."""
        while j < self.clues.length:
            link = self.clues.end("link", j)
            ends = [self.clues.end("qualifier", j), self.clues.end("place", j), self.clause(j)]
            if link > j and (within := self.unit(link, depth + 1)):
                ends.append(within.end)
            if link > j and self.clues.at("area", link):
                ends.append(self.areas(link)[0])
            if self.clues.at("area", j):
                ends.append(self.areas(j)[0])
            if self.clues.norm(j - 1) == "quan" and (head := self.clues.head(j)):  # "cơ quan Thuế"
                named = self.office(j, depth + 1)
                ends.append(named.end if named else head.end)
            if max(ends) == j:
                break
            j = max(ends)
        return j

    def clause(self, j: int) -> int:
        """The end of a clause like "hoạt động khai thác khoáng sản" at `j`."""
        opened = k = self.clues.end("clause", j)
        if opened == j:
            return j
        while k < min(opened + LONGEST_CLAUSE, self.clues.length) and self.clues.words[k].isalnum():
            body = self.clues.at("head", k)
            if not body and (self.clues.at("stop", k) or self.clues.at("qualifier", k) or self.clues.begins(k)):
                break
            k = body.end if body else k + 1
        return k

    def shortened(self, first: Span) -> Iterator[Span]:
        """The offices after `first` of which only the name is said: "Sở Nội vụ, Tài chính và Tư pháp"."""
        clues = self.clues
        if first.rule != "office" or clues.end("domain", first.head) != first.end:
            return
        head, j = " ".join(clues.words[first.start : first.head]), first.end
        while clues.norm(j) in (",", "và"):
            end = clues.end("domain", j + 1)
            if end == j + 1 or not clues.capital[j + 1] or clues.begins(j + 1):
                return
            yield Span(j + 1, end, False, "shortened", completed=head)
            j = end


@dataclass(frozen=True, slots=True)
class Noun:
    """A group's noun: the token after it, and whether it needs neither "các" nor a qualifier."""

    end: int
    alone: bool
