"""The contract `vanthu/1`: what is written can be read again, and the schema file says what is written."""

import json
from pathlib import Path

import pytest
from dispatches import PLAN, REPORT, SCANNED_PLAN
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from models.records import Dispatch, from_json, json_schema, to_json

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "vanthu-1.schema.json").read_text(encoding="utf-8"))


def test_the_schema_file_is_the_contracts() -> None:
    """After a change of the contract: python -m models.records > docs/vanthu-1.schema.json"""
    assert {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema()} == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("dispatch", [PLAN, REPORT, SCANNED_PLAN], ids=["plan", "report", "scan"])
def test_what_is_written_is_by_the_schema_and_can_be_read_again(dispatch: Dispatch) -> None:
    written = to_json(dispatch)
    Draft202012Validator(SCHEMA).validate(json.loads(written))
    assert from_json(written) == dispatch


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tasks", [{"id": "t", "content": "x", "lead": [], "due": "2024-01-01"}]),
        ("targets", [{"id": "m", "content": "x", "measure": "x", "comparator": "about", "value": 1}]),
        ("citations", [{"number": "1/KH", "relation": "mentions", "confidence": 1.5}]),
        ("schema", "vanthu/2"),
    ],
)
def test_what_is_not_by_the_contract_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        from_json(json.dumps({**json.loads(to_json(PLAN)), field: value}))
