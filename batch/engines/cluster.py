"""A Dask cluster: the same functions on other machines, through `distributed`'s executor.

Each Dask worker keeps processes of its own, as `batch.engines.local` does: a document is never opened in the worker
itself, and time and memory are bounded in the same way. A worker or a machine that is lost costs what it was at one
more try somewhere else; Dask sees to that.
"""

from concurrent.futures import CancelledError, Future
from types import TracebackType
from typing import Any, Self

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from batch.engines.local import Processes, fault_of
from batch.engines.stations import VERSION
from batch.fault import STOPPED, Fault, crashed
from models.errors import DatabaseError
from models.wording import Wording

CONNECT_SECONDS = 30
"""How long the scheduler, and the first worker, may take to answer."""


class SchedulerUnreachable(DatabaseError):
    """No Dask scheduler, or one without workers; told as a database fault is."""

    passing = True

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            Wording(
                f"không dùng được cụm Dask {address} ({reason}); hãy chạy “dask scheduler” và “dask worker” trong cùng "
                "môi trường với vanthu",
                f"the Dask cluster {address} can't be used ({reason}); run “dask scheduler” and “dask worker” in the "
                "same environment as vanthu",
            )
        )


class Cluster:
    """The workers of the scheduler at `address` (HOST:PORT); each has as many processes as it has threads."""

    remote = True

    def __init__(self, address: str, megabytes: int) -> None:
        self.address, self.reading = address, Reading(megabytes)
        try:
            self.client = Client(f"tcp://{address}", timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SchedulerUnreachable(address, str(error) or type(error).__name__) from error
        try:
            self.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            self.client.register_plugin(self.reading, name=self.reading.name)
        except Exception as error:  # what a worker says that can't take it: another version, a daemon
            self.client.close()
            raise SchedulerUnreachable(address, str(error) or type(error).__name__) from error
        self.executor = self.client.get_executor(pure=False)

    @property
    def in_flight(self) -> int:
        """As `Engine.in_flight`; workers may come and go."""
        threads: int = sum(self.client.nthreads().values())
        return 2 * max(1, threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.executor.shutdown(wait=False)
        self.client.close()

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        """As `Engine.submit`."""
        future: Future[Any] = self.executor.submit(on_worker, self.reading.name, work, arguments, seconds)
        return future

    def fault(self, error: BaseException, limit: str, seconds: float) -> Fault:
        """As `Engine.fault`."""
        if isinstance(error, KilledWorker):
            return crashed(None)
        if isinstance(error, CancelledError):
            return STOPPED
        return fault_of(error, limit, seconds)


class Reading(WorkerPlugin):
    """The processes of one Dask worker: for all runs, at once or one after the other, that ask the same of them."""

    idempotent = True
    """A run that comes finds them as they are: put in anew they would end what they read for another one."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes, self.name = megabytes, f"vanthu-{VERSION}-{megabytes}"
        self.processes: Processes | None = None

    def setup(self, worker: Worker) -> None:
        self.processes = Processes(worker.state.nthreads, self.megabytes)

    def teardown(self, worker: Worker) -> None:
        if self.processes:
            self.processes.__exit__(None, None, None)


def on_worker(name: str, work: Any, arguments: tuple[Any, ...], seconds: float) -> Any:
    """In a Dask worker: have it done by one of its own processes."""
    reading = get_worker().plugins[name]
    assert isinstance(reading, Reading) and reading.processes  # noqa: S101
    return reading.processes.submit(work, *arguments, seconds=seconds).result()
