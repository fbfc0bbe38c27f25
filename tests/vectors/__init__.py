"""The vectors of docs/protocol.md, run by Python and by TypeScript, and what writes them."""
