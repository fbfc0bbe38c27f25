"""The server's keys and its signed heads, and the guard that a head never falls back."""
