"""The daily digest, through a real mail server and a real web receiver; each notice once a day."""

import datetime
import email
import email.policy
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from dispatches import HOME, PLAN, SCIENCE
from sqlalchemy import func, select
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from batch.settings import FeedsSection
from feeds.notices import Recipient, RecipientsWrong, notify, recipients
from feeds.notices.digest import as_text, digests
from feeds.webhooks.messages import new_secret
from models import notices, store, tables
from models.database import Database, open_database
from models.following.progress import Achieved, report
from models.questions.followed import followed
from models.records import Deadline, Task
from models.reviews import By

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while")  # inside TLS: it knows only STARTTLS

NOW = datetime.datetime(2024, 6, 12, 7, tzinfo=datetime.UTC)
TODAY = NOW.date()


def due(key: str, content: str, unit: Any, day: datetime.date) -> Task:
    deadline = Deadline(text=f"trước ngày {day:%d/%m/%Y}", kind="by", end=day, boundary="before")
    return Task(id=key, content=content, lead=(unit,), deadline=deadline, confidence=0.9)


ORDERS = replace(
    PLAN,
    citations=(),
    targets=(),
    tasks=(
        due("a", "gửi báo cáo quý I", HOME, datetime.date(2024, 6, 2)),
        due("b", "lập danh sách", HOME, datetime.date(2024, 6, 15)),
        due("c", "việc còn xa", HOME, datetime.date(2024, 12, 1)),
        due("d", "rà soát quy trình", SCIENCE, datetime.date(2024, 6, 12)),
        due("e", "việc đã xong", SCIENCE, datetime.date(2024, 6, 1)),
    ),
)
SECRET = replace(
    ORDERS,
    file=replace(ORDERS.file, sha256="5" * 64),
    letterhead=replace(ORDERS.letterhead, number="9/KH-UBND", secrecy="Mật"),
    tasks=(due("s", "việc mật", HOME, datetime.date(2024, 6, 2)),),
)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    with database.writing() as session:
        for dispatch in (ORDERS, SECRET):
            file = tables.File(sha256=dispatch.file.sha256, name="a.pdf", size=1, first_seen=NOW, state="done")
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOW)
        done = session.scalars(select(tables.Record).where(tables.Record.content == "việc đã xong")).one()
        report(session, done.id, Achieved(on=datetime.date(2024, 5, 30), done=True), By("Lan", NOW))
    yield database
    database.close()


class Mailbox:
    """What the server took. `refuses`: it answers so instead."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Any]] = []
        self.refuses: str | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return self.refuses
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos[0], mail))
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for localhost, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def checks(server: Any, session: Any, envelope: Any, mechanism: Any, login: Any) -> AuthResult:
    known = isinstance(login, LoginPassword) and (login.login, login.password) == (b"vanthu", b"mat-khau")
    return AuthResult(success=known)


@pytest.fixture(params=["starttls", "tls", "none"])
def mail(request: pytest.FixtureRequest, certificate: Path) -> Iterator[tuple[Mailbox, FeedsSection, ssl.SSLContext]]:
    """A mail server of our own, guarded in each of the three ways."""
    box, guard = Mailbox(), request.param
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options: dict[str, Any] = {"hostname": "localhost", "port": port}
    if guard == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if guard != "none":
        options |= {"authenticator": checks, "auth_required": True, "auth_require_tls": guard == "starttls"}
    controller = Controller(box, ssl_context=context if guard == "tls" else None, **options)
    controller.start()
    settings = FeedsSection(
        smtp_host="localhost", smtp_port=port, smtp_security=guard, smtp_sender="vanthu@lamson.example",
        smtp_user="" if guard == "none" else "vanthu", smtp_password="mat-khau",  # noqa: S106 - of a server of our own
    )  # fmt: skip
    yield box, settings, ssl.create_default_context(cafile=str(certificate))
    controller.stop()


TO = (Recipient("so noi vu tinh lam son", "noivu@lamson.example"), Recipient("*", "chanhvanphong@lamson.example"))


def test_each_unit_is_told_once_a_day(database: Database, mail: tuple[Mailbox, FeedsSection, ssl.SSLContext]) -> None:
    box, settings, trusted = mail

    def send(day: datetime.date = TODAY) -> list[tuple[str, bool, bool]]:
        sent = notify(database, TO, settings, today=day, now=NOW, context=trusted)
        return [(n.recipient, n.again, n.fault is None) for n in sent]

    assert send() == [("noivu@lamson.example", False, True), ("chanhvanphong@lamson.example", False, True)]
    assert send() == [("noivu@lamson.example", True, True), ("chanhvanphong@lamson.example", True, True)]
    assert len(box.mails) == 2
    to, letter = box.mails[0]
    assert (to, letter["From"].addresses[0].addr_spec) == ("noivu@lamson.example", "vanthu@lamson.example")
    assert letter["Subject"] == (
        "[vanthu] Sở Nội vụ tỉnh Lâm Sơn: 1 việc quá hạn, 1 việc sắp đến hạn (ngày 12/06/2024)"
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content().replace("\r\n", "\n")
    assert "1. gửi báo cáo quý I\n   Thời hạn: 02/06/2024 (quá 10 ngày); văn bản: 41/KH-UBND" in text
    assert "việc còn xa" not in text
    assert "rà soát quy trình" in box.mails[1][1].get_content()
    assert not any("việc mật" in m.get_content() or "việc đã xong" in m.get_content() for _, m in box.mails)
    assert send(TODAY + datetime.timedelta(days=1))[0] == ("noivu@lamson.example", False, True)


def test_what_the_server_refused_is_sent_by_the_next_run(
    database: Database, mail: tuple[Mailbox, FeedsSection, ssl.SSLContext]
) -> None:
    box, settings, trusted = mail
    box.refuses = "451 try again later"
    (refused,) = notify(database, TO[:1], settings, today=TODAY, now=NOW, context=trusted)
    assert "451" in refused.fault.vi
    box.refuses = None
    (sent,) = notify(database, TO[:1], settings, today=TODAY, now=NOW, context=trusted)
    assert sent.fault is None
    assert not sent.again
    assert len(box.mails) == 1


@pytest.mark.parametrize("mail", ["starttls", "tls"], indirect=True)
def test_a_server_that_nobody_vouches_for_gets_nothing(
    database: Database, mail: tuple[Mailbox, FeedsSection, ssl.SSLContext]
) -> None:
    box, settings, _ = mail
    (told,) = notify(database, TO[:1], settings, today=TODAY, now=NOW)
    assert "certificate" in told.fault.en
    assert not box.mails


@pytest.mark.parametrize("mail", ["none"], indirect=True)
def test_nothing_goes_in_the_open_where_a_guard_is_asked_for(
    database: Database, mail: tuple[Mailbox, FeedsSection, ssl.SSLContext]
) -> None:
    box, settings, trusted = mail
    guarded = settings.model_copy(update={"smtp_security": "starttls"})
    (told,) = notify(database, TO[:1], guarded, today=TODAY, now=NOW, context=trusted)
    assert told.fault is not None
    assert not box.mails


def test_without_a_mail_server_it_is_said(database: Database) -> None:
    (told,) = notify(database, TO[:1], FeedsSection(), today=TODAY, now=NOW)
    assert "feeds.smtp_host" in told.fault.vi
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Notice)) == 0


@pytest.fixture
def web() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]], list[int]]]:
    """A web receiver: its address, what it took, and the answers that it gives (200 when there are none left)."""
    taken: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/nhac-viec", taken, answers
    server.shutdown()


def test_a_program_is_told_by_the_web_and_signed(
    database: Database, web: tuple[str, list[tuple[dict[str, str], bytes]], list[int]]
) -> None:
    url, taken, answers = web
    secret = new_secret()
    to = [Recipient("Sở Nội vụ tỉnh Lâm Sơn", url, secret)]
    settings = FeedsSection(webhook_allow_private=True)
    answers.append(503)
    (failed,) = notify(database, to, settings, today=TODAY, now=NOW)
    assert "503" in failed.fault.vi
    (sent,) = notify(database, to, settings, today=TODAY, now=datetime.datetime.now(datetime.UTC))
    assert sent.fault is None
    headers, body = taken[1]
    assert taken[0][0]["webhook-id"] == headers["webhook-id"]
    told = Webhook(secret).verify(body, headers)
    assert (told["unit"], told["on"]) == ("Sở Nội vụ tỉnh Lâm Sơn", "2024-06-12")
    assert [t["content"] for t in told["overdue"]] == ["gửi báo cáo quý I"]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)
    assert json.loads(body)["type"] == "vn.vanthu.digest"


def test_nothing_goes_to_a_private_address_unless_allowed(
    database: Database, web: tuple[str, list[tuple[dict[str, str], bytes]], list[int]]
) -> None:
    url, taken, _ = web
    (told,) = notify(database, [Recipient("*", url)], FeedsSection(), today=TODAY, now=NOW)
    assert told.fault is not None
    assert not taken


def test_two_runs_at_once_claim_a_notice_once(database: Database) -> None:
    def claim() -> bool:
        with database.writing() as session:
            return notices.claim(session, "k", "mail", "a@b", "s", NOW)

    assert [claim(), claim()] == [True, False]
    with database.writing() as session:
        notices.release(session, "k")
    assert claim()


def test_a_digest_names_the_day_and_the_document(database: Database) -> None:
    with database.reading() as session:
        found = digests(followed(session, today=TODAY), TODAY, 7)
    assert [d.unit for d in found] == ["Sở Khoa học và Công nghệ tỉnh Lâm Sơn", "Sở Nội vụ tỉnh Lâm Sơn"]
    text = as_text(found[0], "https://vanthu.example.vn")
    assert "Thời hạn: 12/06/2024 (hôm nay)" in text
    assert "https://vanthu.example.vn/documents/" in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đơn vị,địa chỉ\nSở Nội vụ,a@b.example\n", [Recipient("Sở Nội vụ", "a@b.example")]),
        ("*,https://x.example/y,whsec_aa==\n\n", [Recipient("*", "https://x.example/y", "whsec_aa==")]),
        ('"Sở A, Sở B",a@b.example', [Recipient("Sở A, Sở B", "a@b.example")]),
    ],
)
def test_a_list_of_recipients(tmp_path: Path, text: str, found: list[Recipient]) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8-sig")
    assert list(recipients(tmp_path / "r.csv")) == found


@pytest.mark.parametrize(
    "text", ["Sở Nội vụ,a@b.example\nSở Tài chính,khong-phai-thu", "x\n,a@b.example", "x\nA,a@b\r\nBcc: c@d"]
)
def test_a_list_that_is_wrong_names_the_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RecipientsWrong, match=r"line [23]"):
        recipients(tmp_path / "r.csv")


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecipientsWrong):
        recipients(tmp_path / "r.csv")
