"""Where the stations run (`engine_of`): processes of this machine, or a Dask cluster. Both run the same functions."""

from concurrent.futures import Future
from types import TracebackType
from typing import Any, Protocol, Self

from batch.engines.stations import Terms
from batch.fault import Fault


class Engine(Protocol):
    """Somewhere to send work to. A context manager: leaving its block ends what still runs."""

    @property
    def in_flight(self) -> int:
        """How many files may be under way at once: enough to keep every process at work, few enough for memory."""
        ...

    @property
    def remote(self) -> bool:
        """Whether its processes may be on other machines, which see no file of this one."""
        ...

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        """Have `work(*arguments)` done by some process, in `seconds` at most once it has begun."""
        ...

    def fault(self, error: BaseException, limit: str, seconds: float) -> Fault:
        """What became of work whose future raised `error`; `limit` names the setting that gave it `seconds`."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


def engine_of(address: str, jobs: int, terms: Terms) -> Engine:
    """The engine at `address`: "local", or "dask://HOST:PORT". Raises `batch.engines.cluster.SchedulerUnreachable`."""
    if address == "local":
        from batch.engines.local import Processes

        return Processes(jobs, terms.memory_megabytes)
    from batch.engines.cluster import Cluster

    return Cluster(address.removeprefix("dask://"), terms.memory_megabytes)
