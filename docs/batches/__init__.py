"""What docs/batch.md is made of: the soak, the bench, and a transcript of a killed run."""
