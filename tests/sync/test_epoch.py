"""Two administrators open the next epoch of a restored logbook; nobody else, and nothing less."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from db.queries.epochs import list_proposals
from proof.encoding import to_b64u
from proof.entry import Opened
from schemas.answers.epochs import ReadOnlyLogbook
from schemas.problems import VerbatimError
from sync.intake.append import append_group
from sync.operator.bootstrap import invite_founder
from sync.push import check
from sync.views.read_only import read_guard
from tests import content
from tests.clients import Browser, Server, body_of, new_id, unguarded
from tests.office import Office, approval_of, order_of

Copy = Callable[[str], str]
REASON = {"reason": {"text": "The disk failed; this is the backup of Sunday."}}


@dataclass
class Drill:
    """An office whose server came back from an older copy, with two administrators."""

    office: Office
    server: Server
    second: Browser
    lost: Opened
    """Signed by the officer, logged before the restore, and not in the copy."""

    @property
    def first(self) -> Browser:
        return self.office.administrator

    def link(self, **other: object) -> dict[str, dict[str, object]]:
        """Return the part that names the head which the signer holds, or another one."""
        split = self.server.installation.guard.divergence_of(self.server.logbook)
        held = split.held if split else None
        assert held is not None
        named = {"epoch": held.epoch + 1, "old_size": held.size, "old_root": to_b64u(held.root)}
        return {"epoch": {**named, **other}}

    def propose(self, by: Browser | None = None, **other: object) -> Opened:
        entry = (by or self.first).write("epoch.proposed/1", {**self.link(**other), **REASON})
        self.unanswered(entry)
        return entry

    def approve(self, proposal: Opened, by: Browser | None = None, **other: object) -> Opened:
        return (by or self.second).write(
            "epoch.approved/1",
            self.link(**other),
            subject=proposal.header.subject,
            follows=(proposal.id,),
        )

    def unanswered(self, *entries: Opened) -> None:
        """Push; what is stored is not answered while nothing can be signed."""
        with pytest.raises(VerbatimError, match="read_only"):
            self.server.push(body_of(entries))

    def code_of(self, entry: Opened) -> str:
        """Return what the log says of an entry."""
        rows = self.server.rows("SELECT id, stamp FROM entry")
        stamp = next(bytes(stamp).decode() for found, stamp in rows if found == entry.id)
        return stamp.split('"code":"')[1].split('"')[0]

    def is_read_only(self) -> bool:
        return self.server.installation.guard.divergence_of(self.server.logbook) is not None


@pytest.fixture
def drill(office: Office, copy: Copy) -> Iterator[Drill]:
    """Restore an older copy under a server whose signer knows better."""
    second = office.server.enrol(_register(office, "Second", "administrator"))
    office.record()
    older = copy(office.server.url)
    lost = office.record()
    office.officer.pull(office.server)
    server = Server(older, office.server.folder, office.server.logbook)
    yield Drill(office, server, second, lost)
    server.close()


def _register(office: Office, name: str, *roles: str) -> str:
    person = new_id()
    office.send(office.administrator, "person.registered/1",
                content.person(name, office.region, *roles), person)  # fmt: skip
    return person


def test_two_administrators_open_the_next_epoch(drill: Drill) -> None:
    server, officer = drill.server, drill.office.officer
    proposal = drill.propose()
    assert drill.is_read_only()
    assert drill.code_of(proposal) == ""
    approval = drill.approve(proposal)
    receipt = server.push(body_of([approval]))
    checkpoint = drill.second.believe(receipt, [approval])
    assert checkpoint is not None
    assert (checkpoint.epoch, checkpoint.size) == (2, server.head().size)
    assert not drill.is_read_only()
    assert server.head().epoch == 2
    # The proposer sends again and learns that it stood already.
    assert [one.verdict.value for one in drill.first.send(server, proposal)] == ["duplicate"]
    # Browsers see the later epoch, begin again, and push what the old one had.
    officer.start_over()
    verdicts = {entry.id: one.verdict.value for entry, one in
                zip(officer.own, officer.send(server), strict=True)}  # fmt: skip
    assert verdicts[drill.lost.id] == "accepted"
    pulled = officer.pull(server)
    kinds = [line["header"].split('"kind":"')[1].split('"')[0] for line in pulled]
    assert {"epoch.proposed/1", "epoch.approved/1"} <= set(kinds)
    assert server.fault() is None


def test_a_second_restore_leads_to_a_third_epoch(drill: Drill, copy: Copy) -> None:
    first_copy = copy(drill.server.url)
    drill.server.push(body_of([drill.approve(drill.propose())]))
    again = Server(first_copy, drill.server.folder, drill.server.logbook)
    try:
        later = Drill(drill.office, again, drill.second, drill.lost)
        assert again.head().epoch == 1
        approval = later.approve(later.propose())
        again.push(body_of([approval]))
        assert again.head().epoch == 3
        assert not later.is_read_only()
        assert again.fault() is None
    finally:
        again.close()


def test_the_way_out_is_told_although_an_earlier_reason_was_erased(
    drill: Drill, copy: Copy
) -> None:
    server, proposal = drill.server, drill.propose()
    server.push(body_of([drill.approve(proposal)]))
    order = order_of(drill.first, proposal, "reason")
    drill.first.send(server, order)
    drill.second.send(server, approval_of(drill.second, order))
    older = copy(server.url)
    drill.second.send(server, drill.second.write("screening.recorded/1", content.screening()))
    again = Server(older, server.folder, server.logbook)
    try:
        later = Drill(drill.office, again, drill.second, drill.lost)
        new = later.propose()
        told = told_of(again)
        assert [one["entry"] for one in told["proposals"]] == [new.id]
        with again.store.reading() as reading:
            listed = list_proposals(reading, again.logbook)
        assert [one.reason for one in listed] == ["", REASON["reason"]["text"]]
    finally:
        again.close()


def told_of(server: Server) -> ReadOnlyLogbook:
    """Return what people are told of a logbook that is read-only."""
    told = read_guard(server.installation, server.logbook)
    assert told["read_only"] is True
    return told


def test_people_are_told_what_the_next_epoch_gives_up(drill: Drill) -> None:
    assert told_of(drill.server)["reason"] == "smaller"
    drill.propose(old_size=1)
    told = told_of(drill.server)  # as large as the one signed by now, and another
    assert (told["reason"], told["proposals"]) == ("other_root", [])
    assert told["next"] is not None
    assert told["signed"] is not None
    assert {"epoch": told["next"].model_dump()} == drill.link()
    assert told["signed"]["size"] == told["next"].old_size == told["found"]["size"]
    proposal = drill.propose()
    (shown,) = told_of(drill.server)["proposals"]
    assert (shown["entry"], shown["person"]) == (proposal.id, drill.first.person)
    assert shown["reason"] == "The disk failed; this is the backup of Sunday."
    drill.server.push(body_of([drill.approve(proposal)]))
    assert read_guard(drill.server.installation, drill.server.logbook) == {"read_only": False}


def test_one_person_alone_opens_nothing(drill: Drill) -> None:
    approval = drill.approve(drill.propose(), by=drill.first)
    drill.unanswered(approval)
    assert drill.code_of(approval) == "permission_missing"
    assert drill.is_read_only()
    assert drill.server.head().epoch == 1


def test_one_person_with_two_keys_is_one_person(drill: Drill) -> None:
    office = drill.office
    other = office.server.enrol(drill.first.person)
    drill.unanswered(other.enrolled)
    approval = drill.approve(drill.propose(), by=other)
    drill.unanswered(approval)
    assert drill.code_of(approval) == "permission_missing"


@pytest.mark.parametrize("who", ["supervisor", "officer", "auditor", "analyst"])
def test_only_administrators_propose_and_approve(drill: Drill, who: str) -> None:
    person = getattr(drill.office, who)
    proposal = drill.propose(by=person)
    approval = drill.approve(drill.propose(), by=person)
    drill.unanswered(approval)
    assert drill.code_of(proposal) == drill.code_of(approval) == "permission_missing"
    after = drill.approve(proposal)
    drill.unanswered(after)
    assert drill.code_of(after) == "follows_other"
    assert drill.server.head().epoch == 1


WRONG: list[dict[str, object]] = [
    {"epoch": 3}, {"old_size": 1}, {"old_root": "A" * 43},
]  # fmt: skip


@pytest.mark.parametrize("other", WRONG)
def test_the_head_named_is_exactly_the_one_that_the_signer_holds(
    drill: Drill, other: dict[str, Any]
) -> None:
    wrong = drill.propose(**other)
    assert drill.code_of(wrong) == "follows_other"
    approval = drill.approve(drill.propose(), **other)
    drill.unanswered(approval)
    assert drill.code_of(approval) == "follows_other"
    of_wrong = drill.approve(wrong)
    drill.unanswered(of_wrong)
    assert drill.code_of(of_wrong) == "follows_other"
    assert drill.is_read_only()


def test_an_approval_speaks_of_the_proposal_that_it_follows(drill: Drill) -> None:
    proposal = drill.propose()
    parts = drill.link()
    for subject, follows in ((new_id(), proposal), (proposal.header.subject, drill.first.own[0])):
        approval = drill.second.write(
            "epoch.approved/1", parts, subject=subject, follows=(follows.id,)
        )
        drill.unanswered(approval)
        assert drill.code_of(approval) == "follows_other"
    assert drill.is_read_only()


def test_a_proposal_opens_one_epoch_once(drill: Drill) -> None:
    third = drill.office.server.enrol(_register(drill.office, "Third", "administrator"))
    proposal = drill.propose()
    drill.unanswered(third.enrolled)
    mine, again = drill.approve(proposal), drill.approve(proposal)
    receipt = drill.server.push(body_of([mine, again]))
    assert [one.code for one in receipt.results] == ["", "follows_other"]
    assert drill.server.head().epoch == 2


def test_nothing_is_proposed_while_all_is_well(office: Office) -> None:
    head = office.server.head().checkpoint
    link = {"epoch": 2, "old_size": head.size, "old_root": to_b64u(head.root)}
    entry = office.administrator.write("epoch.proposed/1", {"epoch": link, **REASON})
    assert office.administrator.send(office.server, entry)[0].code == "follows_other"


def test_a_read_only_logbook_takes_in_what_opens_an_epoch_and_holds_back_the_rest(
    drill: Drill,
) -> None:
    record = drill.first.write("unit.registered/1", content.unit("Post"))
    proposal = drill.first.write("epoch.proposed/1", {**drill.link(), **REASON})
    drill.unanswered(record, proposal)
    ids = {row[0] for row in drill.server.rows("SELECT id FROM entry")}
    assert proposal.id in ids
    assert record.id not in ids
    other = drill.second.write("unit.registered/1", content.unit("Other"))
    approval = drill.approve(proposal)
    # It opens the epoch, and still says to send again: the other line is not stored.
    drill.unanswered(other, approval)
    assert not drill.is_read_only()
    answers = drill.second.send(drill.server, other, approval)
    assert [one.verdict.value for one in answers] == ["accepted", "duplicate"]


def test_a_browser_that_the_copy_does_not_know_is_told_so(drill: Drill) -> None:
    stranger = drill.office.server.enrol(_register(drill.office, "New", "administrator"))
    proposal = stranger.write("epoch.proposed/1", {**drill.link(), **REASON})
    answers = drill.server.push(body_of([proposal])).results
    assert [one.code for one in answers] == ["key_unknown"]
    drill.unanswered(stranger.enrolled, proposal)
    # Known from now on, as a key of somebody whose registration was lost with the rest.
    assert drill.code_of(stranger.enrolled) == ""


def test_a_crash_before_the_signature_loses_no_epoch(drill: Drill) -> None:
    approval = drill.approve(drill.propose())
    installation, logbook = drill.server.installation, drill.server.logbook
    job = check(installation, logbook, body_of([approval]))
    with drill.server.store.writing() as writing:
        append_group(writing, [job], held_of=installation.guard.held_of)
    restarted = Server(drill.server.url, drill.server.folder, logbook)
    try:
        assert restarted.installation.guard.divergence_of(logbook) is None
        assert drill.second.send(restarted, approval)[0].verdict.value == "duplicate"
    finally:
        restarted.close()


def test_a_guard_older_than_the_epoch_offers_no_way_that_leads_nowhere(drill: Drill) -> None:
    folder, logbook = drill.server.folder, drill.server.logbook
    older = (folder / f"{logbook}.head").read_bytes()
    drill.server.push(body_of([drill.approve(drill.propose())]))
    # Some other head of the first epoch than the one that was given up.
    keys = unguarded(folder)
    split = Server(drill.office.server.url, keys, logbook)
    drill.office.officer.send(split, drill.office.officer.write("sky.seen/1", {"sky": {"a": "b"}}))
    split.close()
    restarted = Server(drill.server.url, keys, logbook)
    try:
        told = told_of(restarted)
        assert (told["reason"], told["next"], told["proposals"]) == ("other_epoch", None, [])
        (keys / f"{logbook}.head").write_bytes(older)  # the very one that was given up
        assert read_guard(restarted.installation, logbook) == {"read_only": False}
    finally:
        restarted.close()


def test_another_process_learns_that_the_epoch_is_open(drill: Drill) -> None:
    other = Server(drill.server.url, drill.server.folder, drill.server.logbook)
    try:
        proposal = drill.propose()
        other.push(body_of([drill.approve(proposal)]))
        entry = drill.office.colleague.write("screening.recorded/1", content.screening())
        assert drill.office.colleague.send(drill.server, entry)[0].verdict.value == "accepted"
    finally:
        other.close()


def test_an_invite_of_a_later_epoch_names_the_key_as_the_opening_entry_does(drill: Drill) -> None:
    drill.server.push(body_of([drill.approve(drill.propose())]))
    fresh = invite_founder(drill.server.installation, drill.server.logbook)
    assert fresh.verifier == drill.first.verifier
    drill.second.start_over()
    drill.second.pull(drill.server)
    assert drill.second.checkpoint is not None
    assert drill.second.checkpoint.epoch == 2
