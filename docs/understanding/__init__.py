"""What docs/accuracy.md and docs/calibration.md are made of: scores against answers, what a confidence means."""
