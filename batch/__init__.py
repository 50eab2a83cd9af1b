"""Driving the road over files and folders: into the database (`batch.ingest`), or without one (`batch.files`)."""
