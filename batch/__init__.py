"""Driving the road over files and folders (`batch.ingest`, `batch.parse`, `batch.read`)."""

from batch.files import parse, read
from batch.ingest import ingest
from batch.report import Summary

__all__ = ["Summary", "ingest", "parse", "read"]
