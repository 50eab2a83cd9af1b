"""A change as a CloudEvent (CloudEvents 1.0, structured JSON): the same in the feed and in a webhook's message."""

from typing import Any

from models.feed import Changed

PLURAL = {"progress": "progress"}
"""What a topic's list is called, where it is not the topic with an s."""


def subject_of(changed: Changed) -> str:
    """Where the thing is found under `/api/v1`: "tasks/12"."""
    return f"{PLURAL.get(changed.topic, changed.topic + 's')}/{changed.id}"


def cloud_event(changed: Changed, source: str) -> dict[str, Any]:
    """The event of one change. `source` names this vanthu."""
    return {
        "specversion": "1.0",
        "id": str(changed.seq),
        "source": source,
        "type": f"vanthu.{changed.topic}.{changed.happened}",
        "subject": subject_of(changed),
        "time": changed.at,
        "datacontenttype": "application/json",
        "data": {
            "topic": changed.topic,
            "id": changed.id,
            "document_id": changed.document_id,
            "happened": changed.happened,
            "version": changed.version,
            "by": changed.by,
            "now": changed.now,
        },
    }
