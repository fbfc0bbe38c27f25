"""The command line: what an operator runs, serves and tries."""
