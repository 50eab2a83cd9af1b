"""winmail.dat: how Outlook sends attachments to those that it takes for Outlook (MS-OXTNEF)."""

import struct
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from extract.errors import Damaged, TooLarge
from extract.formats.encodings import decode
from extract.parcels.mail import LARGEST_MAIL

_SIGNATURE = b"\x78\x9f\x3e\x22"


def is_tnef(head: bytes) -> bool:
    """Whether a file that opens with `head` is one."""
    return head.startswith(_SIGNATURE)


def files_of_tnef(path: Path, parcel: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attachment. Raises Damaged or TooLarge, for `parcel`, in which the file lay."""
    if path.stat().st_size > LARGEST_MAIL:
        raise TooLarge(parcel, f"> {LARGEST_MAIL / 2**20:.0f} MB")
    numbers = count(1)
    content, short, long = b"", "", ""
    for kind, value in [*_attributes(path.read_bytes(), parcel), (_NEXT, b"")]:
        if kind == _NEXT:
            if content:
                yield long or short or f"dinh-kem-{next(numbers)}", content
            content, short, long = b"", "", ""
        elif kind == _TITLE:
            short = decode(value.rstrip(b"\0"))
        elif kind == _CONTENT:
            content = value
        elif kind == _PROPERTIES:
            long = _long_name(value)


# Attributes of level 2, which belong to attachments.
_NEXT, _TITLE, _CONTENT, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005


def _attributes(content: bytes, parcel: Path) -> Iterator[tuple[int, bytes]]:
    """Attributes one after the other: level, kind, size, value, and a check sum of two bytes."""
    at = 6
    while at + 9 <= len(content):
        _, kind, size = struct.unpack_from("<BII", content, at)
        at += 9
        if at + size > len(content):
            raise Damaged(parcel, "winmail.dat")
        yield kind, content[at : at + size]
        at += size + 2


def _long_name(properties: bytes) -> str:
    """The long name among the properties of an attachment, of which the first few are looked through."""
    mark = struct.pack("<HH", _UNICODE, _LONG_NAME)
    wide = properties.find(mark)
    found = wide if wide >= 0 else properties.find(struct.pack("<HH", _BYTES, _LONG_NAME))
    if found < 0 or found + 12 > len(properties):
        return ""
    (size,) = struct.unpack_from("<I", properties, found + 8)  # behind the number of values, which is 1
    value = properties[found + 12 : found + 12 + min(size, 1024)]
    return (value.decode("utf-16-le", "replace") if wide >= 0 else decode(value)).rstrip("\0")


_LONG_NAME, _UNICODE, _BYTES = 0x3707, 0x001F, 0x001E
