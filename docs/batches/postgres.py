"""A PostgreSQL server that may be killed and started again. It refuses to run as root: there it runs as `postgres`."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Server:
    """A cluster in `home`, on a socket there. Its disk is synced as an office's would be."""

    home: Path
    at: Path

    @staticmethod
    def programs() -> Path | None:
        """Where Debian keeps the newest server; None where there is none."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        return found[-1].parent if found else None

    @classmethod
    @contextmanager
    def running(cls, disk: Path) -> Iterator["Server"]:
        at = cls.programs()
        if at is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        home = disk / "postgresql"
        home.mkdir()
        disk.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        server = cls(home, at)
        made = [str(at / "initdb"), "-D", str(home / "cluster"), "-U", "vanthu", "-A", "trust", "-E", "UTF8"]
        subprocess.run(server._as_user([*made, "--wal-segsize=1"]), check=True, cwd=home, **QUIET)  # type: ignore[call-overload]
        server.start()
        try:
            yield server
        finally:
            server.kill()

    @property
    def address(self) -> str:
        return f"postgresql://vanthu@/postgres?host={self.home}"

    def start(self) -> None:
        """Start it, if it does not run; its own recovery is part of that."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.home} -c max_wal_size=64MB"
        command = [str(self.at / "pg_ctl"), "-D", str(self.home / "cluster"), "-w", "-t", "60"]
        for _ in range(10):
            if subprocess.run(self._as_user([*command, "status"]), cwd=self.home, check=False, **QUIET).returncode == 0:  # type: ignore[call-overload]
                return
            done = subprocess.run(  # type: ignore[call-overload]
                self._as_user([*command, "-l", str(self.home / "log"), "-o", options, "start"]),
                cwd=self.home,
                check=False,
                **QUIET,
            )
            if done.returncode == 0:
                return
            time.sleep(0.3)
        raise RuntimeError((self.home / "log").read_text(errors="replace")[-2000:])

    def kill(self) -> None:
        """SIGKILL to the server and all its processes, as when the machine loses its power."""
        with suppress(OSError, ValueError, psutil.Error):
            first = psutil.Process(int((self.home / "cluster" / "postmaster.pid").read_text().split()[0]))
            for process in (first, *first.children(recursive=True)):
                with suppress(psutil.Error):
                    process.send_signal(signal.SIGKILL)
            first.wait(10)

    def _as_user(self, command: list[str]) -> list[str]:
        return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command
