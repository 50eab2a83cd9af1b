"""Sending the digests, each once: its key is written down first, and taken back where it could not be sent."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from json import dumps

import httpx
from standardwebhooks.webhooks import Webhook

from batch.settings import FeedsSection
from feeds.notices.digest import Digest, as_json, as_text, digests, together
from feeds.notices.mail import message, server
from feeds.notices.recipients import EVERYBODY, Recipient
from feeds.webhooks.addresses import Unfit, fit
from models import notices
from models.database import Database
from models.questions.followed import followed
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class Notified:
    """What came of one notice: `fault` says why it was not sent, `again` that it was sent before."""

    unit: str
    recipient: str
    subject: str
    fault: Wording | None = None
    again: bool = False


NO_SERVER = Wording(
    "chưa có máy chủ thư (feeds.smtp_host) hoặc địa chỉ gửi (feeds.smtp_sender)",
    "no mail server (feeds.smtp_host) or no sender (feeds.smtp_sender) is set",
)


def notify(
    database: Database,
    to: Sequence[Recipient],
    settings: FeedsSection,
    *,
    today: date,
    now: datetime,
    desk: str | None = None,
    context: ssl.SSLContext | None = None,
) -> Iterator[Notified]:
    """Send what is due and overdue `today` to those who follow it. What was sent today is not sent again.

    Documents with a mark of secrecy are in no notice. `context` is how the mail server's certificate is checked.
    """
    with database.reading() as session:
        found = digests(followed(session, today=today, kinds=("task", "target")), today, settings.digest_days)
    with ExitStack() as stack:
        post = _Post(settings, stack, context, desk, now)
        for recipient, digest in wanted(found, to, today):
            yield _told(database, recipient, digest, post, now)


def wanted(found: Sequence[Digest], to: Sequence[Recipient], today: date) -> Iterator[tuple[Recipient, Digest]]:
    """Who is told what."""
    for recipient in to:
        if recipient.unit == EVERYBODY:
            whole = together(found, "Tất cả đơn vị", today)
            if whole is not None:
                yield recipient, whole
        else:
            yield from ((recipient, digest) for digest in found if recipient.follows(digest.unit))


def _told(database: Database, recipient: Recipient, digest: Digest, post: "_Post", now: datetime) -> Notified:
    key = f"digest:{digest.on.isoformat()}:{digest.unit}:{recipient.address}"
    with database.writing() as session:
        first = notices.claim(session, key, recipient.channel, recipient.address, digest.subject, now)
    if not first:
        return Notified(digest.unit, recipient.address, digest.subject, again=True)
    try:
        post.send(recipient, digest, key)
    except _NotSent as error:
        with database.writing() as session:
            notices.release(session, key)
        return Notified(digest.unit, recipient.address, digest.subject, fault=error.told)
    except BaseException:
        with database.writing() as session:
            notices.release(session, key)
        raise
    return Notified(digest.unit, recipient.address, digest.subject)


class _NotSent(Exception):
    """A notice that did not go out, and why."""

    def __init__(self, told: Wording) -> None:
        super().__init__(told.en)
        self.told = told


@dataclass(slots=True)
class _Post:
    """Both ways out. The mail server is called once, and only if there is a mail."""

    settings: FeedsSection
    stack: ExitStack
    context: ssl.SSLContext | None
    desk: str | None
    now: datetime
    connection: smtplib.SMTP | None = None

    def send(self, recipient: Recipient, digest: Digest, key: str) -> None:
        if recipient.channel == "mail":
            self._mail(recipient, digest, key)
        else:
            self._web(recipient, digest, key)

    def _mail(self, recipient: Recipient, digest: Digest, key: str) -> None:
        if not self.settings.smtp_host or not self.settings.smtp_sender:
            raise _NotSent(NO_SERVER)
        mail = message(
            sender=self.settings.smtp_sender,
            to=recipient.address,
            subject=digest.subject,
            text=as_text(digest, self.desk),
            key=key,
            at=self.now,
        )
        try:
            if self.connection is None:
                self.connection = self.stack.enter_context(server(self.settings, self.context))
            self.connection.send_message(mail)
        except smtplib.SMTPServerDisconnected as error:
            self.connection = None
            raise _NotSent(_why(error)) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _NotSent(_why(error)) from error

    def _web(self, recipient: Recipient, digest: Digest, key: str) -> None:
        body = dumps(as_json(digest, key, self.desk), ensure_ascii=False).encode()
        try:
            target = fit(recipient.address, allow_private=self.settings.webhook_allow_private)
            headers = {"host": target.named, **_signed(recipient.secret, key, body, self.now)}
            with httpx.Client(timeout=self.settings.webhook_seconds, follow_redirects=False, trust_env=False) as client:
                answer = client.post(
                    target.url, content=body, headers=headers, extensions={"sni_hostname": target.host}
                )
        except (Unfit, httpx.HTTPError, ValueError) as error:
            raise _NotSent(_why(error)) from error
        if not answer.is_success:
            raise _NotSent(Wording(f"nơi nhận trả lời {answer.status_code}", f"the receiver said {answer.status_code}"))


def _signed(secret: str | None, key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers: signed as Standard Webhooks says, where the receiver gave a secret."""
    identity = f"msg_{sha256(key.encode()).hexdigest()[:32]}"
    headers = {"content-type": "application/json; charset=utf-8", "user-agent": "vanthu", "webhook-id": identity}
    if secret:
        headers["webhook-timestamp"] = str(int(at.timestamp()))
        headers["webhook-signature"] = Webhook(secret).sign(identity, at.astimezone(UTC), body.decode())
    return headers


def _why(error: Exception) -> Wording:
    said = " ".join(str(error).split())[:300] or type(error).__name__
    return Wording(f"không gửi được: {said}", f"not sent: {said}")
