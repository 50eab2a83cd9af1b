"""Page images, drawn on demand in processes of their own and kept on disk within bounds."""

from pathlib import Path

from batch.settings import Settings
from models.database import Database


class PageStore:
    def __init__(self, database: Database, settings: Settings, cache: Path | None) -> None:
        self.database, self.settings, self.cache = database, settings, cache

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass
