"""What was made fast and must stay right: texts that are remembered, and what a worker loads."""

import subprocess
import sys

import pytest

from batch.early import READS
from nlp.language import SHORT, vietnamese
from nlp.units import find_units, own_units
from nlp.units.register import office_of

OWN = (office_of({"name": "Tổ Gỡ vướng", "short": "TGV", "canonical": "Tổ Gỡ vướng tỉnh Lâm Sơn"}),)


def names(text: str) -> list[str]:
    return [unit.value.name for unit in find_units(vietnamese()(text))]


def test_what_is_remembered_of_a_text_is_not_another_offices() -> None:
    text = "Giao TGV báo cáo Sở Nội vụ."
    assert names(text) == ["Sở Nội vụ"]
    with own_units(OWN):
        assert names(text) == ["TGV", "Sở Nội vụ"]
    assert names(text) == ["Sở Nội vụ"]


def test_a_long_text_is_not_remembered() -> None:
    short, long = "Sở Nội vụ báo cáo.", "Sở Nội vụ báo cáo. " * SHORT
    assert vietnamese()(short) is vietnamese()(short)
    assert vietnamese()(long) is not vietnamese()(long)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("batch.early", {"numpy", "spacy", "sqlalchemy", "click"}),
        ("batch.engines.workers", {"sqlalchemy", "pyhanko"}),
        ("batch.files", {"spacy", "sqlalchemy"}),
        *((module, {"spacy", "sqlalchemy", "pyhanko"}) for module in READS),
    ],
)
def test_what_starts_fast_does_not_wait_for(module: str, absent: set[str]) -> None:
    said = subprocess.run([sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"], capture_output=True)
    assert module.encode() in said.stdout and not absent & set(said.stdout.decode().split())
