"""The laboratory's rules: which queue a screening stands in, and what can be decided about it.

Pure: no database, no HTTP, no clock. Nothing here computes a verdict.
"""
