"""`make bench-batch`: whole runs beside other tools, what ledger and database cost, and folders that grow.

PARTS="overhead scans digital cluster many" takes some of them; each writes down its figures as soon as it has them, and
its part of docs/batch.md and docs/scale.md with them. SCANS=80 DIGITAL=200 ROUNDS=3 LETTERS=600 MANY=20000 are the
sizes. Wants ocrmypdf and poppler-utils.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from docs import figures
from docs.batches import scale
from docs.batches.many_files import many, overhead
from docs.batches.page import machine, section
from docs.batches.whole_runs import Part, cluster, digital, scans

PARTS: tuple[Callable[[Path], Part], ...] = (overhead, digital, cluster, scans, many)


def main() -> None:
    wanted = sys.argv[1:] or [part.__name__ for part in PARTS]
    unknown = set(wanted) - {part.__name__ for part in PARTS}
    if unknown:
        sys.exit(f"make bench-batch: no part {', '.join(sorted(unknown))}")
    for part in PARTS:
        if part.__name__ in wanted:
            with TemporaryDirectory(prefix="vanthu-bench-") as name:
                home = Path(name)
                home.chmod(0o755)
                began = time.monotonic()
                told, found = part(home / part.__name__)
                print(f"--- {part.__name__}: {time.monotonic() - began:.0f} s\n{told}\n", flush=True)
            figures.keep("batch", part.__name__, {"told": told, **found}, machine())
            tell()


def tell() -> None:
    """Write the measured parts of docs/batch.md and docs/scale.md from what is known by now."""
    known = figures.kept("batch")
    named = [part.__name__ for part in PARTS if part.__name__ in known]
    section("bench", "\n\n".join(f"{known[name]['rows']['told']}\n\n*{known[name]['on']}*" for name in named))
    scale.write(known)


if __name__ == "__main__":
    main()
