"""Measures and breaks the product: never shipped, never imported by it."""
