"""Where a unit begins and ends: a grammar over the tokens of a text.

unit     = position | group | office
position = ["các"] ["đồng chí"] title [group | office] [person]
office   = head [name | topic] [place] [superior]
group    = ["các"] noun {, noun} {qualifier}
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from nlp.units.names import end_of_name, end_of_topic
from nlp.units.places import by_name
from nlp.units.vocabulary import clues_of

DEEPEST = 4
"""Units named inside a unit's name ("Phòng A thuộc Chi cục B thuộc Sở C")."""

COUNCIL = 7
"""Rank of people's councils and committees, which are named together ("HĐND, UBND các xã")."""

SIZES = {"xã": 1, "phường": 1, "đặc": 1, "thị": 2, "huyện": 2, "quận": 2, "tỉnh": 3, "thành": 3, "tp": 3, "tp.": 3}
"""How large a kind of place is, by its first syllable: "xã A, huyện B, tỉnh C" is one place."""

LONGEST_TITLE = 14
"""Syllables of a law's title."""

LONGEST_LIST = 30
"""Kinds of units, or of places, in one group."""

LONGEST_PLACE = 5
"""Tokens of a place's own name."""

LONGEST_CLAUSE = 10
"""Syllables of a clause that says which of a group ("hoạt động khai thác khoáng sản")."""

KINDS_OF_BODY = frozenset({"quan", "vị", "nghiệp", "lượng", "sở"})
"""The last syllables of "cơ quan", "đơn vị", "doanh nghiệp", "lực lượng", "sở", of which a field may follow."""

COMMAS = frozenset({",", "và", "/", "-", "hoặc"})


@dataclass(frozen=True, slots=True)
class Span:
    """A unit from one token to before another. `head` is where its head word ends; `rank` how high it stands.

    `completed` is the head word that a list has said before ("Sở" for "Tài chính" in "Sở Nội vụ, Tài chính"); `named`
    is where its own name begins, if not at `start` ("các Bộ | Nội vụ, Y tế").
    """

    start: int
    end: int
    group: bool
    rule: str
    head: int = 0
    rank: int = 0
    completed: str = ""
    named: int = 0


class Grammar:
    """Reads units at any token of one text."""

    def __init__(self, doc: Doc, known: Collection[str] = ()) -> None:
        self.clues = clues_of(doc, known)

    def unit(self, i: int, depth: int = 0) -> Span | None:
        """The longest unit that begins at token `i`."""
        if i >= self.clues.length or depth > DEEPEST:
            return None
        if position := self.position(i, depth):
            return position
        group, office = self.group(i, depth), self.office(i, depth)
        return office if not group or (office and office.end >= group.end) else group

    def position(self, i: int, depth: int) -> Span | None:
        """ "Giám đốc Sở Nội vụ", "Thủ trưởng các cơ quan", "đồng chí Bộ trưởng Trần Văn A"."""
        comrade = self.clues.end("comrade", self.clues.end("each", i))
        if person := self.introduced(i, comrade, depth):
            return person
        each = comrade if self.clues.at("title", comrade) else self.clues.end("each", i)
        for title in self.clues.all("title", each):
            of = self.group(title.end, depth + 1, titled=True)
            office = self.office(title.end, depth + 1)
            if not of or (office and office.end >= of.end):
                of = self.unit(title.end, depth + 1)
            if title.phrase.alone != "yes":
                of = of or self.shared(title.end, depth)
            second = of and self.second_hat(each, of.end, depth)
            if of and of.rule == "shared":
                return replace(of, start=i, rule="position")
            if of and of.named and not second:  # "Giám đốc các Sở | Nội vụ, Tài chính"
                return replace(of, start=i, completed=" ".join(self.clues.words[i : title.end]))
            if of and of.rule != "position":
                several = of.group or self.clues.end("each", i) > i
                end = second or of.end
                return Span(i, end if several else self.clues.person(end), several, "position", rank=of.rank)
        longest = self.clues.at("title", each)
        spoken_of = comrade > self.clues.end("each", i)
        if longest and (longest.phrase.alone == "yes" or spoken_of) and self.clues.capital[each]:
            several = self.clues.end("each", i) > i
            return Span(i, longest.end if several else self.clues.person(longest.end), several, "position")
        return None

    def introduced(self, i: int, comrade: int, depth: int) -> Span | None:
        """A person by name, with the posts that follow: "ông Trần A", "đồng chí Trần A - Phó Chủ tịch UBND tỉnh"."""
        named = self.clues.person(comrade) if comrade > i else comrade
        if named == comrade or depth >= DEEPEST:
            return None
        end = named
        while self.clues.norm(end) in (",", "-", "–") and not self.clues.at("comrade", end + 1):
            post = self.position(end + 1, depth + 1)
            if not post and self.clues.at("title", end + 1):
                post = self.office(end + 1, depth + 1)  # "Trưởng phòng Nội vụ"
            if not post or post.group:
                break
            end = post.end
        return Span(i, end, False, "position")

    def shared(self, j: int, depth: int) -> Span | None:
        """The second of two positions in the same offices: "Giám đốc, | Thủ trưởng các sở"."""
        title = self.clues.end("title", j + 1)
        if self.clues.norm(j) not in (",", "và") or depth >= DEEPEST or not self.clues.at("each", title):
            return None
        second = self.position(j + 1, depth + 1)
        return replace(second, rule="shared") if second and second.group else None

    def second_hat(self, title: int, j: int, depth: int) -> int:
        """The end of a deputy's other office: "Phó Trưởng ban Ban Chỉ đạo, | Giám đốc Sở Nội vụ"; 0 where none."""
        if self.clues.norm(title) != "phó" or self.clues.norm(title + 1) != "trưởng" or self.clues.norm(j) != ",":
            return 0
        other = self.position(j + 1, depth + 1) if depth < DEEPEST else None
        return other.end if other and not other.group else 0

    def office(self, i: int, depth: int = 0) -> Span | None:
        """ "Sở Nội vụ", "Ban Chỉ đạo chuyển đổi số tỉnh X", "Văn phòng UBND các huyện", "Sở" for the one just named."""
        head = self.clues.head(i)
        if not head or depth > DEEPEST:
            return None
        phrase, j, group = head.phrase, head.end, False
        if phrase.goes_on == "known" and (self.clues.capital_at(j) or not self.clues.at("stop", j)):
            j = self.clues.domain(j)
        if phrase.goes_on in ("name", "topic") or (phrase.goes_on == "known" and j == head.end):
            j = end_of_name(self.clues, j, phrase.rank)
        if phrase.goes_on == "topic" and j == head.end:
            j = end_of_topic(self.clues, j)
        j = self.number(j) if phrase.goes_on != "none" else j
        place = self.place(j, depth) if phrase.goes_on != "none" else None
        if not place and phrase.rank == COUNCIL and phrase.alone == "no" and (twin := self.twin(j, depth)):
            return Span(i, twin.end, twin.group, "office", head.end, phrase.rank)
        if place:
            j, group = place.end, place.group
        above = self.superior(j, phrase.rank, depth)
        if above:
            j, group = above.end, group or above.group
        if j > head.end:
            rule = "office"
        elif phrase.goes_on == "none":
            rule = "complete"
        elif phrase.alone == "yes" and self.clues.capital[i] and not (head.end == i + 1 and self.clues.shouted(i)):
            rule = "ellipsis"
        elif phrase.rank == COUNCIL and self.clues.shouted(i) and self.clues.at("stop", j):
            rule = "ellipsis"  # "UBND chỉ đạo …": the one that speaks
        else:
            return None
        return Span(i, j, group, rule, head.end, phrase.rank)

    def number(self, j: int) -> int:
        """The end of the number by which an office is told from its like: "Đội Quản lý thị trường | số 3"."""
        k = j + (self.clues.norm(j) == "số")
        if not self.clues.norm(k).isdigit() or self.clues.norm(k).startswith("0"):
            return j
        after = self.clues.norm(k + 1)
        ended = not after[:1].isalnum() or self.clues.at("stop", k + 1) or self.clues.at("area", k + 1)
        return k + 1 if ended and after not in ("/", "%") else j

    def twin(self, j: int, depth: int) -> Span | None:
        """The second of two bodies of one place: "HĐND, | UBND các xã"."""
        second = self.clues.head(j + 1) if self.clues.norm(j) in COMMAS else None
        if second and second.phrase.rank == COUNCIL and (twin := self.office(j + 1, depth + 1)):
            return twin if twin.end > second.end else None
        return None

    def superior(self, j: int, rank: int, depth: int) -> Span | None:
        """The office that this one belongs to: "của Chính phủ", "thuộc Sở X", "Sở X" straight after, "Văn phòng bộ"."""
        sign = self.clues.norm(j)
        k = self.clues.end("link", j) if sign in ("của", "thuộc", "trực") else j + (sign == "-")
        of = self.office(k, depth + 1) if k > j or self.clues.capital_at(k) else None
        if of and (of.rank > rank or sign == "-" or (sign == "của" and of.rank == rank)):
            return of
        own = self.clues.end("own", j)
        return Span(j, own, False, "own") if rank < self.OWN and own > j else None

    OWN = 4
    """Heads below this rank may belong to "bộ" or "sở" in small letters."""

    def place(self, j: int, depth: int) -> Span | None:
        """Where an office is: "tỉnh", "tỉnh X", "cấp xã", "các huyện, thị xã", "Việt Nam tỉnh X"."""
        k = self.clues.end("place", j)
        if self.clues.capital_at(j):
            k = max(k, self.clues.end("province", j))
        region = self.clues.norm(j) == "khu" and self.clues.norm(j + 1) == "vực"
        if region and (self.clues.capital_at(j + 2) or self.clues.norm(j + 2).isdigit()):
            k = j + 3  # "khu vực XII", "khu vực 9"
        each = self.clues.end("each", k) + (self.clues.norm(k) == "cấp")
        every = self.clues.norm(each) == "cấp"  # "các cấp"
        each += every
        area = self.clues.end("area", each)
        if area == each or self.clues.end("head", each) > area:  # "Tỉnh ủy" is no place
            return Span(j, each if every else k, every, "place") if every or k > j else None
        end, several = self.areas(each)
        group = each > k or several
        return Span(j, self.stretch(self.named(self.qualifiers(end, depth))) if group else end, group, "place")

    def stretch(self, j: int) -> int:
        """The end of "từ Hà Tĩnh đến Lâm Đồng", which says which of the places just named; `j` where none is."""
        if self.clues.norm(j) != "từ" or (first := self.registered(j + 1)) == j + 1 or self.clues.norm(first) != "đến":
            return j
        last = self.registered(first + 1)
        return last if last > first + 1 else j

    def named(self, j: int) -> int:
        """The end of the places that a group names: "các huyện A, | B và C", "các tỉnh: | A, B"."""
        end = j
        for _ in range(LONGEST_LIST):
            if self.clues.norm(end) not in (",", "và", ":"):
                break
            begins = self.clues.end("area", end + 1)  # "các xã: A, B và phường | C"
            name = self.registered(begins)
            number = self.clues.norm(begins).isdigit() and not self.clues.norm(end - 1).isdigit()
            if name == begins or number:  # "các xã, 5 phường"
                break
            end = name
        return end

    def registered(self, j: int) -> int:
        """The end of the longest name of a place of the register at `j`; `j` where there is none."""
        clues = self.clues
        for k in range(min(j + LONGEST_PLACE, clues.length), j, -1):
            signs = any(word.isalpha() and not clues.capital[j + i] for i, word in enumerate(clues.words[j:k]))
            if not signs and " ".join(clues.norms[j:k]) in by_name():
                return k
        return j

    def areas(self, j: int) -> tuple[int, bool]:
        """The end of "tỉnh X" or "xã, phường, đặc khu" at `j`, and whether it names several kinds of place."""
        size, several = SIZES.get(self.clues.norm(j), 0), False
        j = self.proper(self.clues.end("area", j))
        for _ in range(LONGEST_LIST):
            if self.clues.norm(j) not in COMMAS:
                break
            k = j + 1 + (self.clues.norm(j + 1) in ("cấp", "các"))
            area = self.clues.end("area", k)
            named = self.proper(area)
            wider = SIZES.get(self.clues.norm(k), 0) > size and self.clues.norm(j) == ","
            last = several and SIZES.get(self.clues.norm(k), 0) == size  # "các xã, phường, đặc khu X"
            if area == k or self.clues.head(k) or (named > area and not wider and not last):
                break  # "…, Tỉnh đoàn" is an office
            size = SIZES.get(self.clues.norm(k), 0)
            j, several = named, several or named == area
        return j, several

    def proper(self, j: int) -> int:
        """The end of a place's own name: the longest in the register, else two to four capitals, or a number.

        Provinces are all in the register.
        """
        clues = self.clues
        if (known := self.registered(j)) > j:
            return known
        if clues.norm(j).isdigit():
            return j + 1
        k = j
        while k < min(j + 4, clues.length) and clues.capital[k] and not clues.begins(k):
            k += 1
        closed = clues.norm(j - 1) in ("tỉnh", "phố", "tp", "tp.") or clues.shouted(j)
        return k if k > j + 1 and not closed else j

    def group(self, i: int, depth: int, titled: bool = False) -> Span | None:
        """ "các sở, ban, ngành tỉnh": with "các", a title, two nouns, or a noun and which of them."""
        each = self.clues.end("each", i)
        j, nouns = each, list[Noun]()
        while len(nouns) < LONGEST_LIST and (noun := self.noun(j, depth)):
            forgotten = each > i and noun.end > j + 1 and not self.clues.at("stop", j) and not self.clues.at("area", j)
            if nouns and nouns[-1].end == j and not forgotten:
                break  # only after "các" is a comma forgotten: "các cơ quan đơn vị"
            if nouns and noun.alone == "yes" and self.clues.norm(j - 1) == "và":
                break  # "các sở, ngành và | chính quyền địa phương"
            nouns.append(noun)
            j = noun.end
            if noun.alone == "kind" and each == i and not titled:
                break
            if self.clues.norm(j) in COMMAS and self.noun(j + 1, depth):
                j += 1
        if not nouns:
            return self.offices(i, each, depth)
        end = self.qualifiers(nouns[-1].end, depth)
        if each > i and end == j and self.clues.at("area", j - 1):
            end = self.named(self.registered(end))  # "các huyện | A, B và C"
        if len(nouns) > 1:
            said = each > i or nouns[0].alone not in ("no", "list", "kind")
        elif each > i:
            said = nouns[0].alone != "list" or self.clues.capital[each] or titled  # "Trưởng các bản"
        elif self.clues.at("stop", i):  # "tổ chức" is a verb too
            said = self.clues.end("qualifier", nouns[0].end) > nouns[0].end
        else:
            said = nouns[0].alone in ("", "kind") and (end > nouns[0].end or titled)
        return Span(i, end, True, "group") if said or any(n.alone == "yes" for n in nouns) else None

    def offices(self, i: int, each: int, depth: int) -> Span | None:
        """ "các Trung tâm Y tế"; not "các Bộ Tài chính, Tư pháp", where each is a unit of its own."""
        of = self.office(each, depth + 1) if each > i else None
        told_apart = of and (of.rule == "office" or (of.rank < COUNCIL and any(self.clues.capital[each + 1 : of.end])))
        if not of or not told_apart:
            return None
        after = of.end + 1
        if self.clues.norm(of.end) in (",", "và") and self.clues.at("domain", after) and self.clues.capital[after]:
            return replace(of, start=i, named=each)
        which = (
            self.clues.end("qualifier", of.end) if self.clues.norm(of.end) in ("nêu", "nói", "liên", "có") else of.end
        )
        return Span(i, which, True, "group")

    def noun(self, j: int, depth: int) -> "Noun | None":
        """A group's noun at `j`; none where an office's own name or a title begins."""
        noun = next((n for n in self.clues.all("noun", j) if not self.is_told_to_lead(n.end)), None)
        end = max(noun.end if noun else j, self.clues.end("area", j))
        if end == j or self.clues.end("title", j) > end or (end == j + 1 and self.clues.in_word(j)):
            return None
        if self.clues.capital[j] or self.clues.head(j):  # "các sở | Nội vụ"
            office = self.office(j, depth + 1)
            if office and office.end > end and not self.clues.at("link", end):
                return None
        return Noun(end, noun.phrase.alone if noun else "no")

    def is_told_to_lead(self, end: int) -> bool:
        """ "các đơn vị chủ trì, phối hợp" are told to; "các đơn vị chủ trì có trách nhiệm" are those that do."""
        clues = self.clues
        if clues.norm(end - 1) != "trì":
            return False
        told = end + (clues.norm(end) == ",")
        return clues.norm(told) == "phối" or (
            clues.end("stop", end) > end + 1 and clues.norm(end) not in ("có", "chịu")
        )

    def qualifiers(self, j: int, depth: int) -> int:
        """The end of what says which of a group: "có liên quan", "trên địa bàn tỉnh", "thuộc UBND tỉnh", "Thuế"."""
        while j < self.clues.length:
            link = self.clues.end("link", j)
            ends = [
                self.clues.end("qualifier", j),
                self.clues.end("place", j),
                self.clause(j),
                self.led(j),
                self.field(j),
            ]
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

    def field(self, j: int) -> int:
        """The end of what a group just named looks after: "các cơ quan | y tế"."""
        field = self.clues.domain(j)
        small = field > j + 1 and not self.clues.capital[j] and not self.clues.at("stop", j)
        return field if small and self.clues.norm(j - 1) in KINDS_OF_BODY else j

    def led(self, j: int) -> int:
        """The end of what "các cơ quan chủ trì" lead, named in capitals: "Dự án, Tiểu dự án", "02 Chương trình"."""
        if self.clues.norm(j - 1) not in ("trì", "lý"):
            return j
        end = end_of_name(self.clues, j + self.clues.norm(j).isdigit(), 0)
        while self.clues.norm(end) == "," and (more := end_of_name(self.clues, end + 1, 0)) > end + 1:
            end = more
        return max(end, j) if end > j + self.clues.norm(j).isdigit() else j

    def clause(self, j: int) -> int:
        """The end of a clause like "hoạt động khai thác khoáng sản" at `j`."""
        opened = k = self.clues.end("clause", j)
        if opened == j:
            return j
        while k < min(opened + LONGEST_CLAUSE, self.clues.length) and self.clues.words[k].isalnum():
            body = None if self.clues.capital[k] else self.clues.at("head", k)
            if body and self.clues.end("not_head", k) > body.end:
                body = None  # "báo | cáo"
            if self.clues.at("clause", k) and k > opened:
                break
            if not body and (self.clues.at("stop", k) or self.clues.at("qualifier", k) or self.clues.begins(k)):
                break
            k = body.end if body else k + 1
        return k if k > opened else j

    def no_unit(self, i: int) -> int:
        """The end of what only looks like units, at `i`: a law's title, a place's own name; `i` where there is none."""
        clues = self.clues
        if clues.norm(i) == "luật" and clues.capital[i] and clues.capital_at(i + 1):
            j = i + 1
            while j < min(i + LONGEST_TITLE, clues.length) and clues.words[j].isalpha() and not clues.at("dated", j):
                j += 1
            return j
        area = clues.end("area", i)
        return self.proper(area) if area > i else i


@dataclass(frozen=True, slots=True)
class Noun:
    """A group's noun: the token after it, and whether it is a group without "các" ("yes", "", "no")."""

    end: int
    alone: str
