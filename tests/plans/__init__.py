"""How both databases answer each statement of the product: what `tests/db/test_plans.py` needs."""
