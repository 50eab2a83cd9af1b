"""What tests share: the real documents beside the project, where they are, and databases of both engines."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from extract.scratch import scratch
from models.database import Database, open_database

SHARED = Path(__file__).parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not SHARED.is_dir():
        for test in items:
            if test.get_closest_marker("shared"):
                test.add_marker(pytest.mark.skip(reason="the real documents (../shared) are not here"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket in its own folder; skips where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    with server(found[-1].parent) as address:
        yield address


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A fresh server that is gone afterwards. It refuses to run as root, so there it runs as `postgres`.

    Where the tests are killed, the next ones remove its folder, and a server without one ends by itself.
    """
    root = os.geteuid() == 0
    run = ["runuser", "-u", "postgres", "--"] if root else []
    with scratch() as home:
        home.chmod(0o711)
        folder = home / "server"
        folder.mkdir(mode=0o700)
        if root:
            shutil.chown(folder, "postgres")
        cluster, quiet = folder / "cluster", {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", "vanthu", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*run, *initdb, "--no-sync"], **quiet)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        control = [*run, str(programs / "pg_ctl"), "-D", str(cluster), "-w"]
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://vanthu@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once for each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/test.db"
        return
    home = request.getfixturevalue("postgres")
    engine = create_engine(home.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS test WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE test"))
    engine.dispose()
    yield home.replace("/postgres?", "/test?")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An empty database, once for each engine."""
    opened = open_database(address)
    yield opened
    opened.close()
