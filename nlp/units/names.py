"""Where an office's own name ends: "Sở Tài nguyên và Môi trường | và Sở Tài chính", "Sở Nội vụ | chủ trì".

Offices write a capital for the first syllable of each word of a name, so a small syllable may follow a capital one;
what the office is told to do begins in small letters (`knowledge/units/stops.csv`).
"""

from nlp.units.vocabulary import Clues

LONGEST_TOPIC = 14
"""Syllables of a committee's free subject."""

ENUMERATION = 8
"""Tokens from a comma inside a name to its "và" ("Đầu tư, Xây dựng và Kinh doanh dịch vụ")."""


def end_of_name(clues: Clues, start: int) -> int:
    """The token after the capitalised name that begins at `start`; `start` where there is none."""
    j = start
    while j < clues.length:
        stopped = clues.at("stop", j) and not (clues.capital[j] and not clues.words[j].isupper())
        domain, tail = clues.end("domain", j), clues.end("tail", j)
        if stopped and max(domain, tail) <= clues.end("stop", j):
            on = j > start and joined(clues, start, j)
        elif domain > j:
            on = domain
        elif clues.capital[j]:
            ended = clues.head(j) or (j > start and clues.at("title", j)) or clues.at("place", j)
            ended = ended or clues.at("province", j)
            on = 0 if ended else end_of_word(clues, start, j)
        elif j > start:
            on = tail if tail > j else joined(clues, start, j)
        else:
            on = 0
        if not on:
            break
        j = on
    return j


def end_of_word(clues: Clues, start: int, j: int) -> int:
    """After a capital syllable and the small one that ends its word ("Nội vụ"); a proper name has none ("Trà Bồng")."""
    proper = j > start and clues.capital[j - 1] and not clues.words[j - 1].isupper()
    after = j + 1
    if after >= clues.length or proper or clues.words[j].isupper():
        return after
    return max(clues.end("tail", after), clues.end("domain", after), after + is_small(clues, after))


def is_small(clues: Clues, j: int) -> bool:
    """A syllable in small letters that can end a word of a name."""
    word = clues.words[j]
    return word.isalpha() and word.islower() and not clues.at("stop", j) and not clues.at("area", j)


def joined(clues: Clues, start: int, j: int) -> int:
    """After "và", "-", "&" or a comma at `j`: where the name goes on; 0 where it has ended."""
    sign, after = clues.norms[j], j + 1
    if (
        sign == "và"
        and clues.norm(after) == "các"
        and not clues.at("noun", after + 1)
        and not clues.at("head", after + 1)
    ):
        after += 1  # "Ban Quản lý Khu kinh tế A và các Khu công nghiệp B"
    if after >= clues.length or not clues.capital[after] or clues.begins(after):
        return 0
    known = clues.end("domain", start) == j
    following = clues.end("domain", after) > after
    if sign in ("và", "&", "-", "/") and not (known and (following or sign in ("-", "/"))):
        return after
    if sign == "," and not known and is_enumeration(clues, after):
        return after
    return 0


def is_enumeration(clues: Clues, start: int) -> bool:
    """Capital words from `start` on lead to "và" and another one: "…, Xây dựng và Kinh doanh"."""
    for j in range(start, min(start + ENUMERATION, clues.length - 1)):
        if clues.norms[j] == "và":
            return clues.capital[j + 1] and not clues.begins(j + 1)
        if clues.begins(j) or not (clues.capital[j] or is_small(clues, j) or clues.words[j] == ","):
            return False
    return False


def end_of_topic(clues: Clues, start: int) -> int:
    """After a committee's subject in small letters: a known one, or what leads to a place or a superior."""
    known = max(clues.end("topic", start), clues.end("domain", start))
    if known > clues.end("stop", start):
        return known
    for j in range(start, min(start + LONGEST_TOPIC, clues.length)):
        if j > start and (clues.at("area", j) or clues.at("place", j) or clues.norms[j] == "của"):
            return j
        readable = clues.words[j].isalnum() or (clues.words[j] == "," and j > start)
        if not readable or clues.begins(j) or clues.at("stop", j):
            return start
    return start
