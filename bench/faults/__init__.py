"""The long tests' pieces: deaths of the process, power cuts, random requests, a second host.

Each takes its counts as arguments: `make campaign` runs them large, `make test` small.
"""
