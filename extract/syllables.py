"""Which runs of letters can be Vietnamese: a syllable is an onset, a rhyme and a tone, and the sets are closed."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=65536)
def is_syllable(text: str) -> bool:
    """Whether `text` (letters only, any case) is a syllable that Vietnamese spelling allows."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "\ue000"))
    tones = [c for c in apart if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)).replace("\ue000", "đ")
    found = _SYLLABLE.fullmatch(bare)
    if found is None or len(tones) > 1:
        return False
    stopped = found["rhyme"].endswith(("c", "p", "t", "ch"))
    return not stopped or not tones or tones[0] in "\u0301\u0323"


def share_of_syllables(words: Iterable[str]) -> tuple[float, float, int]:
    """(share of syllables, share with a mark of Vietnamese, count) over the runs of letters in `words`.

    What is written in capitals without a vowel, or is short and no syllable, is an abbreviation and not counted.
    """
    known = marked = count = 0
    for word in words:
        of_word = _tally(word)
        known += of_word[0]
        marked += of_word[1]
        count += of_word[2]
    return (known / count, marked / count, count) if count else (0.0, 0.0, 0)


@lru_cache(maxsize=65536)
def _tally(word: str) -> tuple[int, int, int]:
    """(syllables, runs with a mark, runs) in a word."""
    known = marked = count = 0
    for letters in _LETTERS.findall(word):
        if len(letters) == 1:
            continue
        valid = is_syllable(letters)
        if not valid and letters.isupper() and len(letters) < 6:
            continue
        count += 1
        known += valid
        marked += not letters.isascii()
    return known, marked, count


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTERS = re.compile(r"[^\W\d_]+")
# Spelling parts c, g, ng from k, gh, ngh by the vowel that follows.
_ONSETS = "b|(?:c|ng)(?![eêiy])|g(?![eêy])|(?:k|gh|ngh)(?=[eêiy])|ch|d|đ|gi|h|kh|l|m|n|nh|p|ph|qu|r|s|t|th|tr|v|x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong "
    "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uên uênh uêu ui um un ung uôc uôi uôm uôn uông uôt uơ up ut "
    "uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
)
# "qu" takes the u of the rhyme with it: "quyết" is qu + yêt; "gi" takes the i: "gì" is g + i, "giữa" gi + ưa.
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?P<rhyme>{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
