"""Webhooks: signed, in order per record, tried until they arrive, and never sent to where they must not go."""

import ipaddress
import json
import random
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from dispatches import PLAN
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from batch.settings import FeedsSection
from feeds.webhooks import addresses, delivery
from feeds.webhooks.addresses import Unfit, fit, public
from feeds.webhooks.delivery import deliver, delivering
from feeds.webhooks.messages import new_secret
from models import reviews, store, tables
from models.database import Database, open_database
from models.feed import webhooks
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
HERE = FeedsSection(webhook_allow_private=True, webhook_seconds=2, webhook_pause_seconds=0.001, webhook_tries=30)


@dataclass
class Receiver:
    """A receiver of webhooks on this machine; `answers` says what it answers to the nth request."""

    answers: Any
    url: str = ""
    got: list[tuple[dict[str, str], bytes, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def taken(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body, status in self.got if status < 300]


@contextmanager
def receiver(answers: Any = lambda n: 204, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    here = Receiver(answers)

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with here.lock:
                status = here.answers(len(here.got))
                here.got.append(({k.lower(): v for k, v in self.headers.items()}, body, status))
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("location", here.url + "elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    here.url = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = open_database(address)
    with opened.writing() as session:
        file = tables.File(sha256=PLAN.file.sha256, name="a.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, PLAN, version="1", depth="best", made_at=NOON)
    yield opened
    opened.close()


def subscribed(database: Database, url: str, **how: Any) -> tuple[int, str]:
    secret = new_secret()
    with database.writing() as session:
        return webhooks.subscribe(session, url, secret, NOON, **{"after": 0, **how}), secret


def correct(database: Database, record: int, times: int) -> None:
    for _ in range(times):
        with database.writing() as session:
            version = session.get_one(tables.Record, record).version
            reviews.change(
                session, record, {"content": f"việc {record}, lần {version}"}, By("Lan", NOON), version=version
            )


def until_idle(database: Database, settings: FeedsSection = HERE, rounds: int = 3000) -> None:
    """Rounds until nothing is left to be sent."""
    later = (datetime.now(UTC) + timedelta(days=n) for n in range(rounds))
    for at in later:
        if deliver(database, settings, clock=partial(max, at, at)).idle:
            return
    raise AssertionError("it never ends")


def test_a_change_arrives_as_a_signed_cloud_event(database: Database) -> None:
    with receiver() as here:
        webhook, secret = subscribed(database, here.url + "vanthu?from=lam-son", topics=("task",))
        deliver(database, HERE)
    # records are told in no order among themselves, each in its own
    headers, body, _ = next(got for got in here.got if json.loads(got[1])["subject"] == "tasks/1")
    event = json.loads(body)
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert (event["specversion"], event["type"], event["subject"]) == ("1.0", "vanthu.task.created", "tasks/1")
    assert event["data"]["now"]["content"] == "xây dựng kế hoạch kiểm tra nội bộ"
    assert headers["webhook-id"] == f"msg_{webhook}_{event['id']}"
    assert Webhook(secret).verify(body, headers) == event
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"task", b"tusk"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)


def test_a_receiver_that_fails_half_the_time_gets_everything_in_order(database: Database) -> None:
    for record in (1, 2, 3):
        correct(database, record, 4)
    chance = random.Random(1)
    with receiver(lambda _: 204 if chance.random() < 0.5 else 500) as here:
        webhook, _ = subscribed(database, here.url)
        until_idle(database)
    with database.reading() as session:
        told = {str(n) for n in session.scalars(select(tables.Event.id))}
        (found,) = webhooks.subscriptions(session, webhook)
        assert (found.waiting, found.dead) == (0, 0)
    numbers = [event["id"] for event in here.taken]
    assert sorted(numbers, key=int) == sorted(told, key=int)
    assert len(here.got) > len(numbers)
    of_record: dict[str, list[int]] = defaultdict(list)
    for event in here.taken:
        of_record[event["subject"]].append(int(event["id"]))
    assert all(seen == sorted(seen) for seen in of_record.values())
    assert len(of_record["tasks/1"]) > 4


def test_pauses_grow_and_the_last_try_lays_aside(database: Database) -> None:
    settings = HERE.model_copy(update={"webhook_tries": 4, "webhook_pause_seconds": 10})
    with receiver(lambda _: 503) as here:
        webhook, _ = subscribed(database, here.url, topics=("target",))
        at, pauses = NOON, []
        for _ in range(4):
            deliver(database, settings, clock=partial(max, at, at))
            with database.reading() as session:
                (sent,) = webhooks.deliveries(session, webhook)
            pauses.append((sent.next_at - at).total_seconds())
            at = sent.next_at
    assert [round(p / 10) for p in pauses[:3]] in (
        [[1, 2, 4]] + [[a, b, c] for a in (1,) for b in (2,) for c in (3, 4, 5)]
    )
    assert (sent.state, sent.tries, sent.status, sent.error) == ("dead", 4, 503, "the receiver answered 503")
    assert len(here.got) == 4


def test_what_was_laid_aside_is_sent_again_word_for_word(database: Database) -> None:
    settings = HERE.model_copy(update={"webhook_tries": 1})
    with receiver(lambda n: 500 if n == 0 else 204) as here:
        webhook, _ = subscribed(database, here.url, topics=("target",))
        deliver(database, settings)
        with database.writing() as session:
            assert webhooks.replay(session, webhook, NOON) == 1
        deliver(database, settings)
        assert here.got[0][1] == here.got[1][1]
        assert here.got[0][0]["webhook-id"] == here.got[1][0]["webhook-id"]
        with database.writing() as session:
            assert webhooks.replay(session, webhook, NOON, since=0) == 1
        deliver(database, settings)
    assert [status for _, _, status in here.got] == [500, 204, 204]


def test_a_receiver_that_waits_too_long_keeps_no_other_waiting(database: Database) -> None:
    release = threading.Event()

    def slow(_: int) -> int:
        release.wait(5)
        return 204

    settings = HERE.model_copy(update={"webhook_seconds": 0.2})
    with receiver(slow) as late, receiver() as prompt:
        first, _ = subscribed(database, late.url, topics=("target",))
        subscribed(database, prompt.url, topics=("target",))
        deliver(database, settings)
        release.set()
    assert len(prompt.taken) == 1
    with database.reading() as session:
        assert webhooks.deliveries(session, first)[0].error == "no answer within 0.2 seconds"


def test_a_redirect_is_not_followed_and_gone_ends_it(database: Database) -> None:
    with receiver(lambda n: 302 if n == 0 else 410) as here:
        webhook, _ = subscribed(database, here.url, topics=("target",))
        deliver(database, HERE)
        assert len(here.got) == 1
        deliver(database, HERE, clock=lambda: datetime.now(UTC) + timedelta(days=1))
        with database.reading() as session:
            (found,) = webhooks.subscriptions(session, webhook)
        assert (found.active, found.stopped_because) == (False, "the receiver answered 410: it wants no more")
        assert deliver(database, HERE, clock=lambda: datetime.now(UTC) + timedelta(days=2)).idle


def test_two_workers_send_nothing_twice(database: Database) -> None:
    for record in (1, 2):
        correct(database, record, 3)
    with receiver() as here:
        subscribed(database, here.url)
        with delivering(database, HERE), delivering(database, HERE):
            for _ in range(400):
                with database.reading() as session:
                    (found,) = webhooks.subscriptions(session)
                    done = found.waiting == 0 and found.position > 0
                if done:
                    break
                threading.Event().wait(0.05)
    numbers = [event["id"] for event in here.taken]
    assert len(numbers) == len(set(numbers)) > 10


def test_a_worker_that_died_is_followed_by_another(database: Database) -> None:
    with receiver() as here:
        subscribed(database, here.url, topics=("target",))
        with database.writing() as session:
            assert len(webhooks.lease(session, "died", NOON, timedelta(minutes=5))) == 1
        assert deliver(database, HERE, clock=lambda: NOON + timedelta(minutes=1)).idle
        assert deliver(database, HERE, clock=lambda: NOON + timedelta(minutes=6)).delivered == 1
    assert len(here.taken) == 1


def test_secret_documents_are_not_told_of(database: Database) -> None:
    with database.writing() as session:
        reviews.change_document(session, 1, {"secrecy": "Mật"}, By("Lan", NOON), version=1)
    with receiver() as here, receiver() as cleared:
        subscribed(database, here.url, topics=("task", "document"))
        subscribed(database, cleared.url, topics=("task", "document"), clearance="Mật")
        until_idle(database)
    assert {event["data"]["now"] is None for event in here.taken} == {True}
    assert any(event["data"]["now"] for event in cleared.taken)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://10.1.2.3/",
        "https://192.168.1.10:8443/hook",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://localhost/",
        "http://8.8.8.8/",
        "ftp://8.8.8.8/",
        "https://user:secret@8.8.8.8/",
        "https:///nowhere",
        "https://8.8.8.8:99999/",
        "javascript:alert(1)",
        "",
    ],
)
def test_where_messages_never_go(url: str) -> None:
    with pytest.raises(Unfit):
        fit(url)


def test_a_name_is_gone_to_by_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to a public address now and to a private one a moment later (DNS rebinding)."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    monkeypatch.setattr(addresses, "looked_up", lambda *_: [ipaddress.ip_address(next(answers))])
    target = fit("https://qlcl.example.vn/hook?a=1")
    assert (target.url, target.named) == ("https://93.184.216.34:443/hook?a=1", "qlcl.example.vn")
    with pytest.raises(Unfit, match=r"127\.0\.0\.1"):
        fit("https://qlcl.example.vn/hook?a=1")


def test_over_tls_the_name_is_proved_though_the_address_is_gone_to(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = certificate("qlcl.example.vn", tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(proof)
    trusting = ssl.create_default_context(cafile=str(proof))
    monkeypatch.setattr(delivery, "_certificates", lambda: trusting)
    monkeypatch.setattr(addresses, "looked_up", lambda *_: [ipaddress.ip_address("127.0.0.1")])
    with receiver(tls=serving) as here:
        port = here.url.rsplit(":", 1)[1]
        right, _ = subscribed(database, f"https://qlcl.example.vn:{port}", topics=("target",))
        wrong, _ = subscribed(database, f"https://khac.example.vn:{port}", topics=("target",))
        deliver(database, HERE)
    assert [headers["host"] for headers, _, _ in here.got] == [f"qlcl.example.vn:{port.rstrip('/')}"]
    with database.reading() as session:
        assert webhooks.deliveries(session, right)[0].state == "delivered"
        assert "certificate" in str(webhooks.deliveries(session, wrong)[0].error)


def certificate(name: str, folder: Path) -> Path:
    """A key and a certificate for `name` that proves itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "proof.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_of_several_addresses_none_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = [ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("10.0.0.1")]
    monkeypatch.setattr(addresses, "looked_up", lambda *_: mixed)
    with pytest.raises(Unfit):
        fit("https://qlcl.example.vn/")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert public(ipaddress.ip_address(address))


def test_a_private_receiver_is_refused_at_delivery_too(database: Database) -> None:
    """It may have been allowed when it subscribed."""
    with receiver() as here:
        webhook, _ = subscribed(database, here.url, topics=("target",))
        deliver(database, HERE.model_copy(update={"webhook_allow_private": False}))
    assert here.got == []
    with database.reading() as session:
        (sent,) = webhooks.deliveries(session, webhook)
    assert (sent.state, sent.error) == ("waiting", "messages go over https only")
