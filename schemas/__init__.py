"""What travels and what it means: entries, kinds and parts, stamps, receipts, problems, roles.

Pure data and rules of shape: no database, no HTTP, no clock.
"""
