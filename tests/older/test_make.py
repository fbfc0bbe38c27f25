"""The story of the earlier program, told again by this one, comes out the same."""

from pathlib import Path

from tests.older.kept import read_manifest
from tests.older.story import tell
from tests.older.written import describe


def test_the_same_acts_get_the_same_verdicts(tmp_path: Path) -> None:
    told = tell(tmp_path)
    logs = [describe(server) for server in (told.town.server, told.beside)]
    assert told.town.server.fault() is None
    for server in (told.town.server, told.beside):
        server.close()
    assert [log.acts for log in logs] == [log.acts for log in read_manifest().logs]
