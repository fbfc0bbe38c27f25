"""Two phones and a server among lost answers, crashes and restored copies; at last all is there.

Each rule is one thing that happens in the field; the invariants hold after each of them.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from proof import merkle
from proof.encoding import to_b64u
from proof.entry import Opened
from schemas.problems import VerbatimError
from schemas.stamp import PushResult
from tests import content
from tests.clients import Browser, Server, body_of, unguarded
from tests.failing_database import failing
from tests.office import Office, open_office

phones = st.integers(0, 1)

EXAMPLES = 8


class Field(RuleBasedStateMachine):
    """Phones 0 and 1 belong to two officers of one post."""

    def __init__(self, url: str, folder: Path, copy: Callable[[str], str]) -> None:
        """Begin with a new logbook."""
        super().__init__()
        self.url, self.folder, self.copy = url, folder, copy

    @initialize()
    def open(self) -> None:
        self.server = Server(self.url, self.folder)
        self.office: Office = open_office(self.server)
        self.phones = [self.office.officer, self.office.colleague]
        self.logged: dict[str, tuple[int, str]] = {}
        self.signed: dict[str, Opened] = {}
        self.older: tuple[str, int] | None = None
        self.backups: dict[int, tuple[int, str, int]] = {}

    # --- on a phone -----------------------------------------------------------

    @rule(number=phones)
    def record(self, number: int) -> None:
        self._sign(self.phones[number], "screening.recorded/1", content.screening())

    @rule(number=phones, data=st.data())
    def amend(self, number: int, data: st.DataObject) -> None:
        """Also of a version that is not the newest, and before anything was sent."""
        phone = self.phones[number]
        versions = [entry for entry in phone.own if entry.header.kind != "screening.voided/1"]
        if versions:
            before = data.draw(st.sampled_from(versions))
            self._sign(phone, "screening.amended/1", content.REASON, before)

    def _sign(
        self, phone: Browser, kind: str, parts: dict[str, Any], before: Opened | None = None
    ) -> None:
        subject, follows = (before.header.subject, [before.id]) if before else ("", [])
        entry = phone.write(kind, parts, subject=subject, follows=follows)
        self.signed[entry.id] = entry

    @rule(number=phones)
    def back_up_phone(self, number: int) -> None:
        phone = self.phones[number]
        self.backups[number] = (phone.seq, phone.prev, len(phone.own))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore_phone(self, data: st.DataObject) -> None:
        """What it signed since is gone from it; if it was sent, its chain now forks."""
        number = data.draw(st.sampled_from(sorted(self.backups)))
        phone = self.phones[number]
        phone.seq, phone.prev, length = self.backups[number]
        for entry in phone.own[length:]:
            if entry.id not in self.logged:
                del self.signed[entry.id]
        del phone.own[length:]
        phone.start_over()

    # --- on the way -----------------------------------------------------------

    @rule(number=phones)
    def push(self, number: int) -> None:
        phone = self.phones[number]
        waiting = phone.outbox
        if waiting:
            self._answered(phone, waiting)

    def _answered(self, phone: Browser, entries: list[Opened]) -> None:
        receipt = self.server.push(body_of(entries))
        self._log(receipt.results)
        checkpoint = phone.believe(receipt, entries)
        assert checkpoint is not None
        self._follow(phone, lambda: phone.follow(self.server, checkpoint))

    def _follow(self, phone: Browser, step: Callable[[], object]) -> None:
        """Let a phone start over if it finds that the server has been restored."""
        try:
            step()
        except ValueError:
            assert self.restored
            phone.start_over()

    restored = False

    @rule(number=phones)
    def lose_the_answer(self, number: int) -> None:
        waiting = self.phones[number].outbox
        if waiting:
            self._log(self.server.push(body_of(waiting)).results)

    @rule(number=phones, data=st.data())
    def send_anything_again(self, number: int, data: st.DataObject) -> None:
        """Own entries in any order, some twice, some for the first time."""
        phone = self.phones[number]
        if phone.own:
            chosen = data.draw(st.lists(st.sampled_from(phone.own), min_size=1, max_size=6))
            self._answered(phone, chosen)

    @rule(number=phones, moment=st.sampled_from(["before", "after"]))
    def crash_while_pushing(self, number: int, moment: str) -> None:
        waiting = self.phones[number].outbox
        if not waiting:
            return
        with failing(self.server, moment), pytest.raises(VerbatimError, match="outcome_unknown"):
            self.server.push(body_of(waiting))
        if moment == "after":
            for entry in waiting:
                position, stamp = self._stored(entry.id)
                self._keep(entry.id, position, stamp)

    @rule(number=phones, limit=st.integers(1, 30))
    def pull(self, number: int, limit: int) -> None:
        phone = self.phones[number]
        self._follow(phone, lambda: phone.pull(self.server, limit))

    # --- on the server --------------------------------------------------------

    @rule()
    def restart(self) -> None:
        self._run(self.server.url, self.server.folder)

    @precondition(lambda self: self.older is None)
    @rule()
    def back_up_server(self) -> None:
        self.older = (self.copy(self.server.url), self.server.head().size)

    @precondition(lambda self: self.older is not None)
    @rule()
    def restore_server(self) -> None:
        """Everything logged since the copy is gone, the last signed head too; phones have all."""
        assert self.older is not None
        url, size = self.older
        self._run(url, unguarded(self.server.folder))
        self.older, self.restored = None, True
        self.logged = {key: at for key, at in self.logged.items() if at[0] < size}

    def _run(self, url: str, folder: Path) -> None:
        logbook = self.server.logbook
        self.server.close()
        self.server = Server(url, folder, logbook)

    # --- what always holds ----------------------------------------------------

    @invariant()
    def positions_are_dense_and_the_tree_is_theirs(self) -> None:
        rows = self._rows()
        head = self.server.head()
        assert [row[0] for row in rows] == list(range(head.size))
        assert len({row[1] for row in rows}) == head.size
        assert tuple(merkle.append([], 0, [bytes(row[3]) for row in rows])) == head.frontier

    @invariant()
    def nothing_logged_is_lost_moved_or_stamped_anew(self) -> None:
        stored = {row[1]: (row[0], bytes(row[2]).decode()) for row in self._rows()}
        assert {key: stored.get(key) for key in self.logged} == self.logged

    @invariant()
    def nothing_is_projected_twice(self) -> None:
        recorded = self._count(
            "SELECT logbook FROM placed WHERE kind = 'screening.recorded/1' AND aside = 0"
        )
        assert self._count("SELECT logbook FROM screening") == recorded

    def _count(self, query: str) -> int:
        return self.server.rows(query).count((self.server.logbook,))

    def _rows(self) -> list[Any]:
        """Return the entries of this logbook; other runs have left theirs beside it."""
        query = "SELECT logbook, position, id, stamp, leaf, key, seq FROM entry ORDER BY position"
        return [row[1:] for row in self.server.rows(query) if row[0] == self.server.logbook]

    def _stored(self, entry: str) -> tuple[int, str]:
        row = next(row for row in self._rows() if row[1] == entry)
        return row[0], bytes(row[2]).decode()

    def _log(self, results: list[PushResult]) -> None:
        for result in results:
            assert result.position >= 0, result
            self._keep(result.id, result.position, result.stamp)

    def _keep(self, entry: str, position: int, stamp: str) -> None:
        """The first answer about an entry stands for ever."""
        assert self.logged.setdefault(entry, (position, stamp)) == (position, stamp)

    # --- at last --------------------------------------------------------------

    def teardown(self) -> None:
        """Everyone comes online and the faults stop: everything is there, exactly once."""
        if not hasattr(self, "server"):
            return
        try:
            self._converge()
            self._check_everything()
        finally:
            self.server.close()

    def _converge(self) -> None:
        for phone in self.phones:
            for _ in range(2):
                self.pull(self.phones.index(phone), 1000)
                self.push(self.phones.index(phone))
            assert phone.outbox == []

    def _check_everything(self) -> None:
        auditor = self.office.auditor
        auditor.start_over()
        lines = auditor.pull(self.server)
        assert [line["position"] for line in lines] == list(range(self.server.head().size))
        seen = Counter((line["header"], line["sig"]) for line in lines)
        own = {entry.id: entry for phone in self.phones for entry in phone.own}
        for entry in own.values():
            assert seen[entry.header_bytes.decode(), _signature(entry)] == 1
        self._forks_are_kept_and_flagged(list(own.values()))
        assert self.server.fault() is None

    def _forks_are_kept_and_flagged(self, own: list[Opened]) -> None:
        places = Counter((key, seq) for *_, key, seq in self._rows())
        if not own:
            return
        for entry, result in zip(own, self.server.push(body_of(own)).results, strict=True):
            forked = places[entry.header.key, entry.header.seq] > 1
            assert ("fork" in result.flags) == forked
            assert result.verdict == "duplicate"


def _signature(entry: Opened) -> str:
    return to_b64u(entry.signature)


def test_everything_converges_and_appears_exactly_once(
    database_url: str, tmp_path: Path, copy: Callable[[str], str]
) -> None:
    run_state_machine_as_test(
        partial(Field, database_url, tmp_path / "keys", copy),  # type: ignore[arg-type]
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take minutes
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
