"""A procedure's rules in words: for its own page, and for setting two procedures side by side. Pure."""
