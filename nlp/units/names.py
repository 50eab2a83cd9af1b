"""Where an office's own name ends: "Sở Tài nguyên và Môi trường | và Sở Tài chính", "Sở Nội vụ | chủ trì".

Offices write a capital for the first syllable of each word of a name and small letters for the rest of the word, which
a dictionary knows; what the office is told to do begins in small letters (`knowledge/units/stops.csv`).
"""

from nlp.units.vocabulary import Clues

LONGEST_TOPIC = 14
"""Syllables of a committee's free subject."""

LONGEST_OBJECT = 8
"""Syllables from a capital to the end of what it takes as object."""

ENUMERATION = 8
"""Tokens from a comma inside a name to its "và" ("Đầu tư, Xây dựng và Kinh doanh dịch vụ")."""


def end_of_name(clues: Clues, start: int, rank: int) -> int:
    """The token after the capitalised name that begins at `start`; `start` where there is none.

    `rank` is the head's: a head that stands higher begins the office above, any other is a word of the name.
    """
    j = start
    shouted = start > 0 and clues.shouted(start - 1) and clues.shouted(start)
    while j < clues.length and (on := longer(clues, start, j, rank)) and not (shouted and not shouts(clues, j, on)):
        j = on
    return j


def longer(clues: Clues, start: int, j: int, rank: int) -> int:
    """The token after the next part of the name, at `j`; 0 where the name has ended."""
    domain, tail, stop = clues.domain(j), clues.end("tail", j), clues.end("stop", j)
    small = not clues.capital[j] or clues.shouted(j)
    if stop > j and max(domain, tail) <= stop and small:
        return joined(clues, start, j) if j > start else 0
    if domain > j:
        return domain
    if clues.capital[j]:
        return 0 if has_ended(clues, start, j, rank) else end_of_word(clues, start, j)
    if j == start:
        return 0
    if tail > j:
        return tail
    word = clues.word(j)
    if word > j and not clues.at("noun", j):
        placed = clues.at("area", word) or clues.at("place", word)  # "Cổng Thông tin điện tử tỉnh"
        if placed or has_object(clues, start, j):
            return word
    return joined(clues, start, j)


def has_object(clues: Clues, start: int, j: int) -> bool:
    """The small letters before `j` began after a word that takes an object: "Cục Quản lý | chất lượng | công trình"."""
    k = j - 1
    while k > start and j - k < LONGEST_OBJECT and not clues.capital[k]:
        k -= 1
    return bool(clues.at("acting", k))


def has_ended(clues: Clues, start: int, j: int, rank: int) -> bool:
    """A place, a title, another office or an order in capitals begins at `j`."""
    head = clues.head(j)
    above = head is not None and (j > start or head.phrase.rank > rank)
    order = j > start and clues.at("stop", j) and clues.domain(start) == j
    return bool(
        above or order or clues.at("place", j) or clues.at("province", j) or (j > start and clues.at("title", j))
    )


def shouts(clues: Clues, start: int, end: int) -> bool:
    """The tokens from `start` to before `end` are in capitals throughout."""
    return all(clues.words[j].isupper() or not clues.words[j].isalpha() for j in range(start, end))


def end_of_word(clues: Clues, start: int, j: int) -> int:
    """After a capital syllable and the small ones that end its word ("Nội vụ"); a proper name has none ("Trà Bồng")."""
    after = j + 1
    if after >= clues.length or clues.words[j].isupper():
        return after
    word = clues.word(j)
    while word > after and any(clues.capital[k] for k in range(after, word)):
        word -= 1
    if word > after:
        return word
    proper = j > start and clues.capital[j - 1] and not clues.words[j - 1].isupper()
    if proper:
        return after
    if clues.at("stop", after) and not clues.at("tail", after):
        return after
    return max(clues.end("tail", after), clues.domain(after), after + is_small(clues, after))


def is_small(clues: Clues, j: int) -> bool:
    """A syllable in small letters that ends a word of a name and begins none."""
    word = clues.words[j]
    return (
        word.isalpha()
        and word.islower()
        and clues.word(j) == j
        and not any(clues.at(role, j) for role in ("stop", "area", "qualifier", "noun"))
    )


def joined(clues: Clues, start: int, j: int) -> int:
    """After "và", "-", "&" or a comma at `j`: where the name goes on; 0 where it has ended."""
    sign, after = clues.norms[j], j + 1
    if sign == "và" and clues.norm(after) == "các":  # "Ban Quản lý Khu kinh tế A và các Khu công nghiệp B"
        after += not clues.at("noun", after + 1) and not clues.at("head", after + 1)
    if not clues.capital_at(after) or clues.begins(after) or clues.at("province", after):
        return 0
    known = clues.domain(start) == j
    following = clues.domain(after) > after
    if sign == "-":
        return 0 if clues.at("stop", after) and not following else after
    if sign in ("và", "&", "/") and not (known and (following or sign == "/")):
        return after
    if sign == "," and not known and is_enumeration(clues, after):
        return after
    return 0


def is_enumeration(clues: Clues, start: int) -> bool:
    """Capital words from `start` on lead to "và" and another one: "…, Xây dựng và Kinh doanh"."""
    for j in range(start, min(start + ENUMERATION, clues.length - 1)):
        if clues.norms[j] == "và":
            return clues.capital[j + 1] and not clues.begins(j + 1)
        small = clues.words[j].islower() and not clues.at("stop", j)
        if clues.begins(j) or not (clues.capital[j] or small or clues.words[j] == ","):
            return False
    return False


def end_of_topic(clues: Clues, start: int) -> int:
    """After a committee's subject in small letters: a known one, or what leads to a place or a superior."""
    known = max(clues.end("topic", start), clues.domain(start))
    if known > clues.end("stop", start):
        while (tail := clues.end("tail", known)) > clues.end("stop", known):  # "phòng thủ dân sự quốc gia"
            known = tail
        return known
    comma = False
    for j in range(start, min(start + LONGEST_TOPIC, clues.length)):
        if j > start and (clues.at("area", j) or clues.at("place", j) or (clues.norms[j] == "của" and not comma)):
            return j
        comma = comma or clues.words[j] == ","
        readable = clues.words[j].isalnum() or (clues.words[j] == "," and j > start)
        if not readable or clues.begins(j) or clues.at("stop", j):
            return start
    return start
