"""How much JavaScript a browser has to load first: read from a running server, not from a folder.

First come the scripts of the page and what they import at once (`import … from`); what they import
when it is needed (`import()`) comes later. `whole` is both.
"""

import gzip
import re
import urllib.request
from dataclasses import dataclass

_SCRIPTS = re.compile(r'(?:src|href)="/?(assets/[^"]+\.js)"')
_AT_ONCE = re.compile(r"""(?:from|import)\s*["']\./([^"']+\.js)["']""")
_EVER = re.compile(r"""["'`](?:\./|assets/)([^"'`/]+\.js)["'`]""")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of some scripts: as they are, and compressed one by one as they travel."""

    plain: int
    gzipped: int


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of a build."""

    first: Weight
    whole: Weight


def weigh(port: int) -> Scripts:
    """Return what the scripts of a server's app weigh. Raises ValueError if it has none."""
    entries = _SCRIPTS.findall(_get(port, "").decode())
    if not entries:
        raise ValueError("the app is not built: its page has no script")
    return Scripts(_weigh(port, entries, _AT_ONCE), _weigh(port, entries, _EVER))


def _weigh(port: int, entries: list[str], naming: re.Pattern[str]) -> Weight:
    """Follow what `naming` finds in each script."""
    found, pending = dict[str, bytes](), list(entries)
    while pending:
        path = pending.pop()
        if path not in found:
            found[path] = _get(port, path)
            names = naming.findall(found[path].decode())
            pending += [f"assets/{name}" for name in names]
    plain = sum(map(len, found.values()))
    return Weight(plain, sum(len(gzip.compress(data, 9)) for data in found.values()))


def _get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as answer:
        content: bytes = answer.read()
    return content
