"""The addresses of docs/protocol.md 6 to 11; each handler is a few lines."""
