"""The commands of vanthu: names and options, one call each."""

import click


@click.group()
def main() -> None:
    """vanthu reads official dispatches and keeps the tracking sheet."""
