"""What can be seen of a run: a bar or lines (`progress`), its end (`summary`), a log, and metrics."""
