"""The baseline: the server most people would write for the same entries, written well.

FastAPI, the synchronous SQLAlchemy ORM, typed columns, one row a finding and a reference. No
browser signs in and nothing is signed or chained: every such step is the product's own burden, so
leaving it out here makes the comparison harder for the product, not easier.
"""
