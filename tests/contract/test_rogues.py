"""One person's entries, however odd, cost the others nothing: what a push may ask of the writer."""

from collections.abc import Callable

from sqlalchemy import event

from schemas.stamp import Flag
from tests import content
from tests.clients import body_of
from tests.office import Office


def test_a_record_amended_hundreds_of_times_holds_up_nobody(office: Office) -> None:
    """Statements, not seconds: a version costs the same, however long the history before it."""
    first = last = office.record(banner="ALARM")
    costs = []
    for _ in range(3):
        for _ in range(40):
            last = office.officer.write(
                "screening.amended/1",
                {**content.REASON, "note": {"text": "again"}},
                subject=first.header.subject,
                follows=[last.id],
            )
        costs.append(_statements(office, lambda: office.officer.send(office.server)))
    assert costs[2] <= costs[0]
    assert office.server.rows("SELECT banner, amended FROM screening") == [("ALARM", 120)]


def test_rubbish_costs_a_few_statements_however_many_lines(office: Office) -> None:
    def send(count: int) -> int:
        body = b"\n".join(b"rubbish %d/%d" % (n, count) for n in range(count))
        return _statements(office, lambda: office.server.push(body))

    few, many = send(2), send(400)
    assert many <= few
    assert office.server.rows("SELECT count(*) FROM dead_letter") == [(402,)]


def test_a_seq_out_of_thin_air_reads_no_chain(office: Office) -> None:
    entries = [office.officer.write("sky.seen/1", {"sky": {"n": n}}) for n in range(30)]
    office.server.push(body_of(entries))
    office.officer.seq = 2**53 - 3
    last = office.officer.write("sky.seen/1", {"sky": {"n": 31}})
    first, gap = office.server.push(body_of([entries[0], last])).results
    assert (first.flags, gap.flags) == ([], [Flag.GAP])


def _statements(office: Office, act: Callable[[], object]) -> int:
    """Count what the writer asks of the database."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engine = office.server.store.engines.writer
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
