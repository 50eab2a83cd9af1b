"""Mail over SMTP: the connection guarded as the settings say, the server's certificate checked."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from batch.settings import FeedsSection

WAIT = 30
"""Seconds for each answer of the server."""


@contextmanager
def server(settings: FeedsSection, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, signed in. Raises OSError or smtplib.SMTPException."""
    context = context or ssl.create_default_context()
    if settings.smtp_security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=WAIT, context=context
        )
    else:
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=WAIT)
    with connection:
        if settings.smtp_security == "starttls":
            connection.starttls(context=context)  # raises where the server has none: nothing is sent in the open
        if settings.smtp_user:
            connection.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield connection


def message(*, sender: str, to: str, subject: str, text: str, key: str, at: datetime) -> EmailMessage:
    """A mail that is known for a machine's. Its Message-ID is made from `key`: sent again, it is the same."""
    mail = EmailMessage()
    mail["From"] = Address("vanthu", addr_spec=sender)
    mail["To"] = to
    mail["Subject"] = " ".join(subject.split())[:200]
    mail["Date"] = format_datetime(at)
    domain = sender.rpartition("@")[2] or "vanthu"
    mail["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail
