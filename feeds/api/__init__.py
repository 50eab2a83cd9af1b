"""The API under `/api/v1` for the office's other systems.

`create_app(database)` is an application of its own, to be mounted: `desk.mount("/api/v1", create_app(database, …))`.
"""

from feeds.api.application import PREFIX, create_app

__all__ = ["PREFIX", "create_app"]
