"""Signing in: passwords, signed nonces, and the throttle in front of them."""
