"""The API's description holds for whatever may be asked by it."""

from collections.abc import Iterator

import pytest
import schemathesis
from called import mounted, save
from dispatches import PLAN, REPORT
from hypothesis import HealthCheck, given, settings
from starlette.applications import Starlette
from told import NOON

from feeds.api import PREFIX, create_app
from models.database import open_database
from models.feed import tokens


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Starlette, str]]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('api')}/api.db")
    save(database, PLAN, REPORT)
    with database.writing() as session:
        token = tokens.issue(session, "schemathesis", ("admin",), NOON, clearance="Tuyệt mật")
    yield mounted(database, allow_private=True), token
    database.close()


OPERATIONS = [(m.upper(), path) for path, of in create_app(None).openapi()["paths"].items() for m in of]  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_schemathesis_finds_nothing(described: tuple[Starlette, str], method: str, path: str) -> None:
    app, token = described
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}  # an entity tag that nobody gave is 412, rightly

    @given(schema[path][method].as_strategy())
    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers)

    check()
