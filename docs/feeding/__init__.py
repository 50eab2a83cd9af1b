"""What docs/feeds-figures.md is made of: the feed, webhooks and exports, measured."""
