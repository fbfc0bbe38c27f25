"""What a page loads first: its scripts and what they import at once, and no more."""

import gzip
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bench.first_load import weigh

_PAGE = '<script type="module" crossorigin src="/assets/page-1.js"></script>'
_FILES = {
    "page-1.js": 'import{a}from"./shared-2.js";import"./side-3.js";let m=["assets/deep-6.js"];'
                 "const later=()=>import(`./lazy-4.js`);",
    "shared-2.js": 'import{b as c}from"./side-3.js";export const a=c;',
    "side-3.js": "export const b=1;",
    "lazy-4.js": 'import{b}from"./side-3.js";import"./deeper-5.js";',
    "deeper-5.js": 'export{a}from"./shared-2.js";',
    "deep-6.js": "1;",
    "unused-7.js": "2;",
}  # fmt: skip
FIRST = ("page-1.js", "shared-2.js", "side-3.js")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "assets").mkdir()
    for name, text in _FILES.items():
        (tmp_path / "assets" / name).write_text(text)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_first_load_is_what_is_imported_at_once(port: int, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(_PAGE)
    found = weigh(port)
    first = [_FILES[name].encode() for name in FIRST]
    assert found.first.plain == sum(map(len, first))
    assert found.first.gzipped == sum(len(gzip.compress(text, 9)) for text in first)
    assert found.whole.plain == sum(len(text) for name, text in _FILES.items() if "7" not in name)


def test_an_app_that_is_not_built_has_no_weight(port: int, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Not built.</p>")
    with pytest.raises(ValueError, match="not built"):
        weigh(port)
