"""What the operator does at the console: found a logbook, rotate and list keys."""
