"""The routers of the API, in the order of its description."""

from collections.abc import Iterator

from fastapi.routing import APIRoute

from api.routes import (
    bundles,
    health,
    installation,
    invites,
    join,
    pull,
    push,
    reading,
    review,
    session,
    tiles,
)

ROUTERS = tuple(
    module.router
    for module in (
        installation, session, join, invites, push, pull, reading, review, tiles, bundles, health,
    )
)  # fmt: skip


def api_routes() -> Iterator[APIRoute]:
    """Yield every route that the description tells of."""
    for router in ROUTERS:
        yield from (route for route in router.routes if isinstance(route, APIRoute))
