"""The API as OpenAPI 3.1 and as docs/api.md, both made from the routes themselves.

FastAPI knows parameters and bodies. What a route answers stands in its return type, which problems
it has at the route and in `api/access.py`, and what every request passes in `api/gate.py`.
"""

Piece = dict[str, object]
"""A piece of the document."""
