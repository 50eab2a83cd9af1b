"""The API over a plan and its report, and who calls it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import told
from dispatches import PLAN, REPORT
from sqlalchemy import create_engine, text
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from told import NOON

from feeds.api import PREFIX, create_app
from models import tables
from models.database import Database, open_database
from models.feed import tokens
from models.records import Dispatch


def save(database: Database, *dispatches: Dispatch) -> None:
    for dispatch in dispatches:
        told.save(database, dispatch)


def mounted(database: Database, **how: Any) -> Starlette:
    return Starlette(routes=[Mount(PREFIX, create_app(database, clock=lambda: NOON, **how))])


def with_token(
    database: Database,
    *scopes: tables.Scope,
    name: str = "hệ thống ISO",
    clearance: tables.Clearance = "open",
    **how: Any,
) -> TestClient:
    with database.writing() as session:
        token = tokens.issue(session, name, scopes, NOON, clearance=clearance)
    client = TestClient(mounted(database, **how), base_url=f"http://testserver{PREFIX}", raise_server_exceptions=False)
    client.headers["authorization"] = f"Bearer {token}"
    return client


def over(address: str) -> Iterator[Database]:
    """The database at `address` with a plan and its report."""
    opened = open_database(address)
    save(opened, PLAN, REPORT)
    yield opened
    opened.close()


def standing_over(request: pytest.FixtureRequest, folder: Path) -> Iterator[TestClient]:
    """The same for a whole module, on the engine that `request` names: who may write to it."""
    address = f"sqlite:///{folder}/api.db"
    if request.param == "postgresql":
        home = request.getfixturevalue("postgres")
        engine = create_engine(home.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS standing WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE standing"))
        engine.dispose()
        address = home.replace("/postgres?", "/standing?")
    for opened in over(address):
        yield with_token(opened, "write")
