"""Who has a bundle reads all of it themselves; who disclosed it opens nothing to anybody else."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest

from proof.entry import Opened
from schemas.problems import VerbatimError
from sync.evidence.export import Request, disclose, make_bundle
from tests import content
from tests.bundles import bundle_for
from tests.clients import Server
from tests.office import Office, item_of


def elsewhere(office: Office, item: str = "") -> Opened:
    """Let another unit's officer record a screening, about an item that may be known already."""
    parts = content.screening(item, name="Of another unit")
    return office.send(office.stranger, "screening.recorded/1", parts)


def test_what_an_auditor_disclosed_of_another_unit_is_not_for_the_auditors_own(
    office: Office,
) -> None:
    disclosed = office.disclose(elsewhere(office), by=office.auditor)
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, office.supervisor, disclosed)
    for who in (office.auditor, office.foreman):
        assert b"Of another unit" in bundle_for(office, who, disclosed)


def test_a_bundle_of_an_item_of_two_units_is_for_whoever_reads_both(office: Office) -> None:
    item = item_of(office.record())
    elsewhere(office, item)
    held, logbook = office.server.installation, office.server.logbook
    asked = Request(item, "District Court", "Article 123")
    disclosed = disclose(held, logbook, asked).entries[0]
    for who in (office.supervisor, office.foreman):
        with pytest.raises(VerbatimError, match="not_found"):
            make_bundle(held, logbook, disclosed, who.person)
    assert b"Of another unit" in make_bundle(held, logbook, disclosed, office.auditor.person)


def test_what_is_kept_aside_is_in_the_bundle_of_those_who_read_what_is(office: Office) -> None:
    kept = office.analyst.write("screening.recorded/1", content.screening())
    office.analyst.send(office.server, kept)
    disclosed = office.disclose(kept, by=office.auditor)
    assert bundle_for(office, office.auditor, disclosed)
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, office.supervisor, disclosed)


def test_naming_a_record_as_the_instrument_brings_it_into_no_bundle(office: Office) -> None:
    secret = elsewhere(office)
    parts = content.screening()
    parts["reading"]["instrument"] = secret.header.subject
    mine = office.send(office.officer, "screening.recorded/1", parts)
    bundle = bundle_for(office, office.supervisor, office.disclose(mine))
    assert secret.header_bytes not in bundle
    assert b"Of another unit" not in bundle


def test_a_record_with_the_number_of_a_person_is_in_no_bundle(office: Office) -> None:
    """A founder stands in the enrolment alone, so that their number is still free."""
    founder, parts = office.administrator.person, content.screening(name="Of another unit")
    secret = office.send(office.stranger, "screening.recorded/1", parts, founder)
    disclosed = office.disclose(office.record())
    bundle = bundle_for(office, office.supervisor, disclosed)
    assert secret.header_bytes not in bundle
    assert b"Of another unit" not in bundle


def test_a_bundle_says_which_instrument_it_was_and_where(office: Office) -> None:
    disclosed = office.disclose(office.record())
    bundle = bundle_for(office, office.supervisor, disclosed)
    for kind, subject in {
        "instrument.registered/1": content.INSTRUMENT, "unit.registered/1": office.post,
        "person.registered/1": office.officer.person,
    }.items():  # fmt: skip
        stating = [
            one for one in office.administrator.own
            if (one.header.kind, one.header.subject) == (kind, subject)
        ]  # fmt: skip
        assert [one.header_bytes in bundle for one in stating] == [True]


def test_several_processes_that_make_one_bundle_at_once_make_the_same(office: Office) -> None:
    server, asking = office.server, 3
    others = [Server(server.url, server.folder, server.logbook) for _ in range(asking)]
    with ExitStack() as stack, ThreadPoolExecutor(asking) as pool:
        for other in others:
            stack.callback(other.close)
        for _ in range(5):
            begin = Barrier(asking)
            disclosed = office.disclose(office.record(), by=office.auditor).id
            made = [pool.submit(make_together, other, disclosed, begin) for other in others]
            assert len({one.result() for one in made}) == 1


def make_together(server: Server, disclosed: str, begin: Barrier) -> bytes:
    """Make a bundle as soon as every process is ready to."""
    begin.wait(timeout=60)
    return make_bundle(server.installation, server.logbook, disclosed)
