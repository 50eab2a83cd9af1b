"""What docs/review.md and docs/following.md are made of: the time that pages take, and their pictures."""
