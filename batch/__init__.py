"""Driving the road over folders (`batch.ingest`)."""
