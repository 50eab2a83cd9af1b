"""What other systems are given: an API, a change feed, exports, calendars, notices."""
