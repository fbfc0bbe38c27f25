"""The story of an installation, from its first invite to its second epoch and the day after."""

from dataclasses import dataclass
from pathlib import Path

from proof.entry import Opened
from tests.api.site import PASSWORD, given_invite
from tests.clients import Server
from tests.office import item_of, open_office
from tests.older import epoch, trouble, work
from tests.older.console import Installed
from tests.older.kept import DATABASE
from tests.older.people import Teller, Town, founded, join, served_again
from tests.older.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Told:
    """What the story leaves: everybody, the bundles, and cursors that browsers hold."""

    town: Town
    beside: Server
    """A process that serves the second logbook."""
    shelf: Shelf
    cursors: dict[str, list[str]]
    folder: Path


def tell(folder: Path) -> Told:
    """Let everything happen in an empty folder. The processes are left open."""
    database, words = folder / DATABASE, work.Words()
    url = f"sqlite:///{database}"
    Installed(url, folder).run("migrate")
    with founded(url, folder) as town:
        shelf = Shelf(town.site.founder.verifier)
        records = _first_weeks(town, words, shelf)
        _troubled_weeks(town, words, shelf)
        loss = epoch.work_after_the_copy(town, database, words)
        town.server.close()
    town = epoch.restore(town, database, loss)
    _after_the_restore(town, words, shelf, records)
    cursors = _read_so_far(town)
    with served_again(town):
        _last_day(town, words)
    return Told(town, _second_logbook(town), shelf, cursors, folder)


def _first_weeks(town: Town, words: work.Words, shelf: Shelf) -> list[Opened]:
    """All is well, but for slips; return the screenings of the first days."""
    records = list(work.record_every_word(town, words))
    mine = [one for one in records if one.header.key == town["officer"].key]
    theirs = [one for one in records if one.header.key == town["colleague"].key]
    work.correct_for_every_reason(town, mine, words)
    versions = work.leave_conflicts(town, words)
    work.tell_wrong_times(town, words)
    work.break_chains(town, words)
    pairs = work.report_and_decide(town, theirs)
    work.report_early(town, words)
    shelf.disclose(town, "record", theirs[-1])
    shelf.disclose(town, "conflict", *versions)
    shelf.disclose(town, "withheld", *pairs[1], withheld=["signatories", "note", "place"])
    shelf.order(town, "item", item_of(pairs[4][0]))
    for who in town.people.values():
        who.pull(town.server)
    return records


def _troubled_weeks(town: Town, words: work.Words, shelf: Shelf) -> None:
    """Keys change hands, entries are kept aside, parts are erased."""
    trouble.act_on_ones_own(town, words)
    trouble.rotate_own_keys(town, words)
    trouble.change_the_registry(town)
    trouble.rotate_entry_keys(town, words)
    trouble.revoke_for_every_reason(town)
    late = town.people["late"] = join(town, town["officer"].person, "officer", "phone")
    kept = trouble.keep_aside(town)
    of_loser, of_leaver = trouble.release_what_can_be(town, words)
    trouble.send_rubbish(town, words)
    shelf.disclose(town, "aside", kept[0], by="auditor")
    trouble.rotate_checkpoint_keys(town)
    entry = work.state(town, late, "screening.recorded/1", words.screening())
    shelf.disclose(town, "two_keys", town["renewer"].own[-1], entry, by="auditor")
    trouble.pin_the_new_key(town)
    shelf.disclose(town, "revoked", of_loser)
    trouble.hold_and_erase(town, words, kept)
    disclosed = shelf.disclose(town, "name", of_leaver, by="auditor")
    trouble.erase_names(town)
    shelf.make(town, "name_erased", disclosed.id, town["auditor"].person)


def _after_the_restore(town: Town, words: work.Words, shelf: Shelf, early: list[Opened]) -> None:
    """Work goes on in the second epoch, and the checkpoint key is followed once more."""
    records = list(work.record_every_word(town, words))
    mine = [one for one in records if one.header.key == town["officer"].key]
    work.correct_for_every_reason(town, mine, words)
    pairs = work.report_and_decide(town, mine[9:])
    entry, reported = pairs[0]
    disclosed = shelf.disclose(town, "epoch", early[0], entry, reported, by="auditor")
    trouble.erase_part(town, entry, "reading")
    trouble.erase_part(town, reported, "signatories")
    shelf.make(town, "epoch_erased", disclosed.id, town["auditor"].person)
    trouble.rotate_checkpoint_keys(town)
    shelf.order(town, "console", entry.header.subject, "note")


def _read_so_far(town: Town) -> dict[str, list[str]]:
    """Let some read to the end; return the cursors that they hold."""
    readers = {name: town[name] for name in ("officer", "supervisor", "analyst", "auditor")}
    for who in readers.values():
        who.pull(town.server)
    return {name: [who.cursor] for name, who in readers.items()}


def _last_day(town: Town, words: work.Words) -> None:
    """What is no entry: invites in every state, sessions, a one-time code; then some reviews."""
    administrator, officer = town["administrator"], town["officer"]
    assert administrator.sign_in_phone().status_code == 204
    site, who = town.site, town["both"].person
    made = [administrator.post("invites", {"person": who, "browser": "phone"}) for _ in range(4)]
    opened, cancelled, renewed, locked = (given_invite(answer.json()) for answer in made)
    assert opened.number
    path = f"/api/logbooks/{town.server.logbook}/invites"
    assert administrator.call("DELETE", f"{path}/{cancelled.number}").status_code == 204
    assert administrator.call("POST", f"{path}/{renewed.number}/renew").status_code == 200
    stranger = Teller(site)
    for _ in range(5):
        stranger.post("join", stranger.join_body(locked, code="AAAAAAAA"))
    analyst = town["analyst"]
    assert administrator.post(f"people/{analyst.person}/code", {}).status_code == 200
    assert analyst.sign_in_desk("analyst", "not that one, I think").status_code == 401
    for name in ("supervisor", "auditor", "second"):
        assert town[name].sign_in_desk(name, PASSWORD).status_code == 204
    assert officer.sign_in_phone().status_code == 204
    rows = [
        row
        for about in ("amended", "voided", "fork", "gap", "late_sync", "quarantined")
        for row in town["auditor"].get("review", params={"about": about}).json()["rows"][:3]
    ]
    work.review_some(town, rows)
    last = [officer.write("screening.recorded/1", words.screening()) for _ in range(5)]
    work.accepted(town, officer, *last)
    officer.call("POST", "/api/session/nonce")


def _second_logbook(town: Town) -> Server:
    """Let another office open a logbook of its own in the same database."""
    server = Server(town.server.url, town.server.folder, clock=town.clock)
    office = open_office(server)
    screened = office.record(references=("КУ 12/26",))
    reported = office.report(item_of(screened))
    office.decide(screened, reported)
    office.amend(screened, note={"text": "Later."})
    office.hold(screened)
    office.order(office.record(), "reading")
    return server
