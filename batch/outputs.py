"""A folder of answers: one file for each that was read, written whole or not at all."""

from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import printable


@dataclass(slots=True)
class Folder:
    """Writes NAME`suffix` for each NAME.ext; a second file of the same name becomes NAME-2, so that nothing is lost."""

    folder: Path
    suffix: str
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, source: Path, text: str) -> Path:
        """Keep `text` as the answer for `source`; the file it stands in."""
        name = printable(Path(source.stem))
        count = 1
        while name in self.taken:
            count += 1
            name = f"{printable(Path(source.stem))}-{count}"
        self.taken.add(name)
        to = self.folder / f"{name}{self.suffix}"
        part = to.with_name(f".{to.name}.part")
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.replace(to)
        return to
