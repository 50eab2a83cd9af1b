"""Whether a page's text layer may be trusted, and the reading of the page where it may."""

from extract.columns import lines_of
from extract.page import PageReading
from extract.pdf import Content
from extract.ruled import ruled_tables
from extract.transcript import Page, Line, Word
from dataclasses import replace
import re


def judge(found: Content) -> Page:
    n = len(found.words)
    acc = sum(any(ord(c) > 127 for c in w.text) for w in found.words)
    v, r = ("sound", "") if n > 20 and acc > 0.3 * n else ("absent", "") if n == 0 else ("rubbish", "")
    return Page(found.number, found.width, found.height, found.turned, "text_layer" if v == "sound" else "ocr", v, r)


STAMP = re.compile(r"Ký bởi|Người ký|Thời gian ký|Ngày ký|Cơ quan|@|\+07:00|\d\d[./]\d\d[./]\d{4} \d\d:\d\d")


def overlay_lines(found):
    body = []
    stamps = []
    for o in found.overlays:
        t = " ".join(w.text for w in o.words)
        if STAMP.search(t):
            stamps += [Line(tuple(replace(w, origin="signature") for w in l.words)) for l in lines_of(o.words)]
        else:
            body += o.words
    return body, stamps


def read_text_layer(found: Content, verdict: Page) -> PageReading:
    body, stamps = overlay_lines(found)
    tables, words = ruled_tables([*found.words, *body], found.rulings)
    return PageReading(
        found.number, found.width, found.height, found.turned, lines_of(words), tables, tuple(stamps), verdict
    )
