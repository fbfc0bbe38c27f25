"""The pure arithmetic of trust: canonical bytes, hashes, signatures, Merkle tree, checkpoints.

No database, no HTTP, no clock: everything here can be run again by anyone, years later.
"""
