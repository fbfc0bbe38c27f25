"""What an operator does to a database: migrate, back up, scrub, compare."""
