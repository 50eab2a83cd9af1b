"""The reviewer's desk: pages on which a person makes the extraction true, and follows what came of it."""
