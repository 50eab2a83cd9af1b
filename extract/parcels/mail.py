"""Mail: its own text, as "thu.txt" or "thu.html", and its attachments, those that Outlook wraps up included."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from extract.errors import Damaged, TooLarge
from extract.formats.encodings import decode

LARGEST_MAIL = 100 * 2**20
"""Bytes: mail servers of offices take 25 MB; a mail is parsed in memory."""


def is_mail(head: bytes) -> bool:
    """Whether a file that opens with `head` is a mail: at least two of a mail's own header lines before its text."""
    lines = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf"), maxsplit=1)[0]
    first = _HEADER.match(lines)
    return first is not None and len({name.lower() for name in _MAIL_HEADER.findall(lines)}) >= 2


_HEADER = re.compile(rb"(?:From \S|[A-Za-z][A-Za-z-]{1,60}:)")
_MAIL_HEADER = re.compile(
    rb"^(From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To):", re.IGNORECASE | re.MULTILINE
)


def files_of_mail(path: Path, parcel: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of the text and of each attachment; pictures set into the text are left out.

    Raises Damaged or TooLarge, for `parcel`, in which the mail lay.
    """
    if path.stat().st_size > LARGEST_MAIL:
        raise TooLarge(parcel, f"> {LARGEST_MAIL / 2**20:.0f} MB")
    try:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        parts = list(_parts(mail))
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise Damaged(parcel, "EML") from error
    yield from parts


def _parts(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    body = mail.get_body(("html", "plain"))
    if body is not None and (text := _text(body)).strip():
        yield f"thu.{'html' if body.get_content_subtype() == 'html' else 'txt'}", text.encode("utf-8", "replace")
    for number, part in enumerate(mail.iter_attachments(), 1):
        inline = part.get_content_disposition() == "inline" or part.get("Content-ID")
        if part.get_content_maintype() == "image" and inline:
            continue
        name = _whole(part.get_filename() or f"dinh-kem-{number}")
        if part.get_content_type() == "message/rfc822":
            for inner in part.iter_parts():
                yield f"{name.removesuffix('.eml')}.eml", inner.as_bytes()
        elif isinstance(content := part.get_payload(decode=True), bytes):
            yield name.replace("/", "-").replace("\\", "-"), content


def _text(body: MIMEPart) -> str:
    """The text in the charset that it states; where no such charset is, or it is another, as its bytes tell."""
    content = body.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    try:
        return content.decode(body.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return decode(content)


def _whole(name: str) -> str:
    """A name whose bytes stand in the header as they are, which the standard has no place for."""
    if not any("\udc80" <= sign <= "\udcff" for sign in name):
        return name
    return decode(name.encode("utf-8", "surrogateescape"))
