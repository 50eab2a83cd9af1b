"""Hexadecimal strings of a PDF in one piece: pyHanko reads them digit by digit, two thirds of its time.

Nothing is judged here, nor verified: `hex_string` gives what pyHanko's own reader gives, or leaves the string to it.
"""

import binascii
import re
from typing import IO, Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_string

digit_by_digit = generic.read_hex_string_from_stream


def hex_string(stream: IO[bytes]) -> Any:
    """The string that opens at `stream`'s place, read to its end; as pyHanko has it, and raising as pyHanko does.

    Blanks and comments among the digits, and whatever is no hexadecimal string, are left to pyHanko.
    """
    start = stream.tell()
    stream.read(1)
    digits = bytearray()
    while block := stream.read(_BLOCK):
        end = _DIGITS.match(block).end()  # type: ignore[union-attr]  # it matches anything, if only its beginning
        digits += block[:end]
        if end < len(block):
            if block[end] != _CLOSING:
                break
            stream.seek(start + 1 + len(digits) + 1)
            return pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))  # ISO 32000-1, 7.3.4.3
    stream.seek(start)
    return digit_by_digit(stream)


_DIGITS = re.compile(rb"[0-9a-fA-F]*")
_CLOSING = ord(">")
_BLOCK = 4096
"""Bytes: a signature has room for some 25,000 digits, an identifier has 32."""
