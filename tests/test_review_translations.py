"""The desk's pages in English: every sentence of the templates has its words, with the same gaps."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from review.rendering import translations

REVIEW = Path(__file__).parents[1] / "review"
PO = REVIEW / "translations" / "en" / "LC_MESSAGES" / "messages.po"
OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def sentences() -> list[str]:
    found = extract_from_dir(REVIEW / "templates", [("**.html", babel_extract)], {"**.html": OPTIONS}, callback=None)  # type: ignore[arg-type]
    return sorted({message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found})


def test_every_sentence_has_english_words() -> None:
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="en")
    missing = [s for s in sentences() if s not in catalogue or not any(catalogue[s].string or ())]
    assert missing == []


def test_the_compiled_catalogue_is_that_of_the_words() -> None:
    catalogue, compiled = read_po(io.BytesIO(PO.read_bytes()), locale="en"), translations("en")
    for message in catalogue:
        if message.id and not isinstance(message.id, tuple):
            assert compiled.gettext(message.id) == message.string


def test_gaps_are_the_same() -> None:
    gap = re.compile(r"%\((\w+)\)")
    said = {sentence: translations("en").ngettext(sentence, sentence, 2) for sentence in sentences()}
    assert [s for s, english in said.items() if set(gap.findall(english)) - set(gap.findall(s))] == []
