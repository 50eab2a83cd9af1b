"""Measured numbers in their sentences: what targets, results and indicator tables are read from."""
