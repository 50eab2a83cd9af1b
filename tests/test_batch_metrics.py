"""The ledger's metrics: by state, to this machine only."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_batch_ledger import BROKEN, NOON, OURS, take

from batch import ledger
from batch.settings import Settings
from models.database import open_database
from review.application import create_app


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
    ],
)
def test_serve_tells_prometheus_of_the_ledger(
    tmp_path: Path, client: str, headers: dict[str, str], status: int
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    (tmp_path / "hong.pdf").write_bytes(b"%PDF")
    ledger.finish(database, take(database, tmp_path / "hong.pdf"), BROKEN, OURS, NOON)
    app = create_app(database, Settings(), secret=b"0" * 32)
    answer = TestClient(app, client=(client, 50000)).get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ('vanthu_ledger_files{state="quarantined"} 1.0' in answer.text) == (status == 200)
    database.close()
