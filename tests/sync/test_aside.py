"""The pages of what is kept aside: every row once, in order, with honest counts."""

from db.queries.quarantine import PAGE
from schemas.answers.quarantine import Quarantine
from sync.views.quarantine import read_quarantine
from tests import content
from tests.clients import Browser
from tests.office import Office


def keep_aside(office: Office, count: int) -> list[int]:
    """Let the officer's revoked key send records; return their positions."""
    office.revoke(office.officer.key)
    for _ in range(count):
        office.officer.write("screening.recorded/1", content.screening())
    return [answer.position for answer in office.officer.send(office.server)]


def ask(office: Office, who: Browser, **given: int) -> Quarantine:
    held, logbook = office.server.installation, office.server.logbook
    return read_quarantine(held, logbook, who.person, **given)


def positions(page: Quarantine) -> list[int]:
    return [row["position"] for row in page["rows"]]


def counts(page: Quarantine) -> tuple[int, int, int]:
    return page["ahead"], len(page["rows"]), page["total"]


def test_forwards_and_backwards_every_row_comes_once(office: Office) -> None:
    kept = keep_aside(office, 2 * PAGE + 3)
    first = ask(office, office.supervisor)
    second = ask(office, office.supervisor, after=int(first["next"]))
    third = ask(office, office.supervisor, after=int(second["next"]))
    pages = (first, second, third)
    assert [row for page in pages for row in positions(page)] == kept
    assert [counts(page) for page in pages] == [
        (0, PAGE, len(kept)), (PAGE, PAGE, len(kept)), (2 * PAGE, 3, len(kept)),
    ]  # fmt: skip
    assert (first["previous"], third["next"]) == ("", "")
    assert ask(office, office.supervisor, before=int(third["previous"])) == second
    assert ask(office, office.supervisor, before=int(second["previous"])) == first


def test_a_release_between_two_pages_skips_nobody(office: Office) -> None:
    kept = keep_aside(office, PAGE + 2)
    first = ask(office, office.supervisor)
    office.release(office.officer.own[-(PAGE + 2)])
    second = ask(office, office.supervisor, after=int(first["next"]))
    assert positions(second) == kept[PAGE:]
    assert counts(second) == (PAGE - 1, 2, PAGE + 1)
    assert counts(ask(office, office.supervisor, after=kept[-1])) == (PAGE + 1, 0, PAGE + 1)


def test_only_what_the_reader_may_see_is_counted(office: Office) -> None:
    keep_aside(office, 2)
    assert counts(ask(office, office.foreman)) == (0, 0, 0)
    assert counts(ask(office, office.auditor)) == (0, 2, 2)
