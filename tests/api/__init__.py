"""The HTTP API, through the real app, on both databases."""
