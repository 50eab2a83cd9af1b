"""What comes in: files that people drop on a page, kept in an inbox and read by a process beside the server."""

from review.intake.pages import router

__all__ = ["router"]
