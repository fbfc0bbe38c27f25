"""Steps that the tests of erasures share."""

from proof.entry import Opened
from tests import content
from tests.clients import Browser, Server, new_id
from tests.office import Office, approval_of, order_of

FULL = ("note", "place", "reading", "references")


def screen(office: Office, name: str = "Fentanyl") -> Opened:
    """Let the officer record a screening that has every part."""
    parts = content.screening(references=("КУ 12/23",), name=name)
    parts["note"] = {"text": "Found by K."}
    parts["place"] = {"state": "recorded", "words": "Lane 4"}
    return office.send(office.officer, "screening.recorded/1", parts)


def position_of(server: Server, entry: Opened) -> int:
    """Return where the log holds an entry."""
    query = f"SELECT position FROM entry WHERE id = '{entry.id}'"  # noqa: S608  # a hash
    return int(server.rows(query)[0][0])


def held_parts(server: Server, entry: Opened) -> list[str]:
    """Return the names of the parts that the log holds of an entry."""
    at = position_of(server, entry)
    query = f"SELECT name FROM part WHERE position = {at} ORDER BY name"  # noqa: S608  # a number
    return [name for (name,) in server.rows(query)]


def shown(office: Office, entry: Opened) -> tuple[str, str, str]:
    """Return what lists show of a screening: banner, findings, references."""
    mine = f"screening = '{entry.header.subject}'"
    query = f'SELECT banner, findings, "references" FROM screening WHERE {mine}'  # noqa: S608
    ((banner, findings, references),) = office.server.rows(query)
    return banner, findings, references


def code_of(office: Office, who: Browser, entry: Opened) -> str:
    """Send an entry; return the code with which it is kept aside, or nothing."""
    (answer,) = who.send(office.server, entry)
    return answer.code


def try_to_order(office: Office, who: Browser, target: Opened, *names: str) -> str:
    """Let somebody order an erasure; return the code with which the order is kept aside."""
    return code_of(office, who, order_of(who, target, *names))


def try_to_approve(office: Office, who: Browser, order: Opened) -> str:
    """Let somebody approve an order; return the code with which that is kept aside."""
    return code_of(office, who, approval_of(who, order))


def enrol_supervisor(office: Office, *more: str) -> Browser:
    """Let one more supervisor of the region join."""
    parts = content.person("Third", office.region, "supervisor", *more)
    registered = office.send(office.administrator, "person.registered/1", parts, new_id())
    return office.server.enrol(registered.header.subject)
