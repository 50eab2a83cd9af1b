"""Hexadecimal strings read in one piece are those that pyHanko reads digit by digit."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from extract.pdf.hexadecimal import digit_by_digit, hex_string
from extract.pdf.verification import verified

ANYWHERE: Any = None
LONG = 30_000  # digits: more than is read at once


def told(read: Any, content: bytes, start: int = 0) -> tuple[Any, ...]:
    """What a reader makes of the string at `start` and where it stops, or what it raises."""
    stream = BytesIO(content)
    stream.seek(start)
    try:
        found = read(stream)
    except Exception as error:  # of any kind: both shall raise the same
        return type(error), str(error)
    return type(found), bytes(found, "utf-8") if isinstance(found, str) else bytes(found), stream.tell()


@pytest.mark.parametrize(
    "content",
    [
        b"<>", b"<48656C6C6F>", b"<48656c6c6f> /Next", b"<486>", b"<FEFF0110>", b"<00 01\n02>", b"<00 % none >\n01>",
        b"<00\x0001>", b"<0x41>", b"<41", b"<", b"<41(42>", b"<" + b"30" * LONG + b">tail", b"<" + b"0" * 4095 + b">",
        b"<" + b"0" * 4096 + b">", b"<" + b"0" * 4097 + b">", b"<" + b"0" * 8192,
    ],
)  # fmt: skip
def test_as_pyhanko_has_it(content: bytes) -> None:
    assert told(hex_string, content) == told(digit_by_digit, content)


@given(st.lists(st.sampled_from([b"0", b"a", b"F", b"9" * 4090, b" ", b"\n", b"%", b">", b"(", b"g", b"\0"])))
def test_whatever_the_bytes(parts: list[bytes]) -> None:
    content = b"/Contents <" + b"".join(parts)
    assert told(hex_string, content, 10) == told(digit_by_digit, content, 10)


def test_text_is_told_from_bytes() -> None:
    assert isinstance(hex_string(BytesIO(b"<FEFF004100420110>")), generic.TextStringObject)


def test_pyhanko_reads_the_room_of_a_signature_so() -> None:
    assert verified(Path(__file__)) is None  # its module puts it in pyHanko's place
    start = time.process_time()
    for _ in range(100):
        generic.read_object(BytesIO(b"<" + b"0" * LONG + b">"), ANYWHERE)
    assert time.process_time() - start < 1
