"""A record's life, told once: recorded offline, reported, decided, corrected, decided again."""

from db.queries.worklist import Wanted
from sync.views.record import read_record
from sync.views.worklist import read_worklist
from tests import content
from tests.office import Office, item_of


def test_from_the_post_to_the_laboratory_and_back(office: Office) -> None:
    screened = office.record(number="7", banner="ALARM")
    assert state_of(office) == ("to_do", "no_result")

    first = office.report(item_of(screened), "preliminary")
    assert state_of(office) == ("reported", "result_preliminary")

    final = office.report(item_of(screened), "final", before=first)
    assert state_of(office) == ("to_reconcile", "not_decided")

    office.decide(screened, final)
    assert state_of(office) == ("done", "decided")

    corrected = office.amend(screened, reading=content.reading(name="Procaine"))
    assert state_of(office) == ("stale", "screening_changed")

    office.decide(corrected, final)
    assert state_of(office) == ("done", "decided")

    changed = office.report(item_of(screened), "amended", before=final)
    assert state_of(office) == ("stale", "result_changed")

    office.decide(corrected, changed)
    assert state_of(office) == ("done", "decided")
    _whole_trail_is_there_and_sound(office, screened.header.subject)


def _whole_trail_is_there_and_sound(office: Office, subject: str) -> None:
    record = read_record(
        office.server.installation, office.server.logbook, office.auditor.person, subject
    )
    assert [len(record["entries"]), len(record["about"])] == [2, 6]
    assert office.server.fault() is None


def state_of(office: Office) -> tuple[str, str]:
    (row,) = read_worklist(
        office.server.installation, office.server.logbook, office.supervisor.person, Wanted()
    )["rows"]
    return row["state"], row["why"]
