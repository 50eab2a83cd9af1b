"""Signing in and out, users and what they may do, and what guards the door."""
