"""The signer: no two heads that do not fit, whoever asks, whatever became of its file."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.log.nodes import subtree_of
from proof import merkle
from proof.checkpoint import Checkpoint, open_note, origin_of, sign_note
from schemas.answers.epochs import Divergent
from sync.checkpoints.keyring import Keyring
from sync.checkpoints.signed_head_file import SLOT
from sync.checkpoints.signer import REMEMBERED, Refusal, Signer
from tests.clients import new_id

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(64)]
OTHERS = [merkle.leaf_hash(b"other" + str(number).encode()) for number in range(64)]


class Guarded:
    """A logbook with keys and no database: its tree is a prefix of `LEAVES`, or of others."""

    def __init__(self, folder: Path) -> None:
        self.logbook, self.keyring = new_id(), Keyring(folder)
        self.keys = self.keyring.create(self.logbook)
        self.signer = Signer(self.keyring)
        self.file = folder / f"{self.logbook}.head"

    def head(self, size: int, leaves: list[bytes] = LEAVES, epoch: int = 1) -> Checkpoint:
        root = merkle.root(merkle.append([], 0, leaves[:size]))
        return Checkpoint(origin_of(self.logbook, epoch), size, root)

    def path(self, old: int, size: int, leaves: list[bytes] = LEAVES) -> list[bytes]:
        return merkle.consistency_path(old, size, subtree_of(leaves[:size]))

    def sign(
        self, wanted: Checkpoint, path: list[bytes], link: Checkpoint | None = None
    ) -> str | Refusal:
        with self.signer.turn(self.logbook) as turn:
            return turn.sign(wanted, path, link)

    def begin(self, size: int = 5) -> Checkpoint:
        """Have a first head signed."""
        head = self.head(size)
        assert isinstance(self.sign(head, []), str)
        return head

    def held(self) -> Checkpoint | None:
        with self.signer.turn(self.logbook) as turn:
            return turn.held

    def restart(self) -> None:
        self.signer.close()
        self.signer = Signer(self.keyring)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """Give a logbook whose guard is empty."""
    made = Guarded(tmp_path)
    yield made
    made.signer.close()


def test_every_head_that_is_proved_is_signed_once(guarded: Guarded) -> None:
    verifier = guarded.keys.verifier
    old = 0
    for size in (1, 2, 3, 7, 8, 9, 31, 64):
        note = guarded.sign(guarded.head(size), guarded.path(old, size) if old else [])
        assert isinstance(note, str)
        assert open_note(note, verifier) == guarded.head(size)
        assert guarded.sign(guarded.head(size), []) == note
        guarded.restart()
        assert guarded.held() == guarded.head(size)
        old = size


REFUSED: dict[str, tuple[Divergent, Callable[[Guarded], tuple[Checkpoint, list[bytes]]]]] = {
    "a smaller tree": ("smaller", lambda g: (g.head(4), [])),
    "a smaller tree with a proof of its own": ("smaller", lambda g: (g.head(4), g.path(4, 5))),
    "another tree of that size": ("other_root", lambda g: (g.head(5, OTHERS), [])),
    "a larger one without a proof": ("not_continued", lambda g: (g.head(6), [])),
    "a larger one of others": ("not_continued", lambda g: (g.head(6, OTHERS), g.path(5, 6))),
    "the proof of others": (
        "not_continued", lambda g: (g.head(6, OTHERS), g.path(5, 6, OTHERS)),
    ),
    "the proof from another size": ("not_continued", lambda g: (g.head(8), g.path(4, 8))),
    "an epoch that nobody opened": ("other_epoch", lambda g: (g.head(6, epoch=2), g.path(5, 6))),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_continue_is_refused_and_leaves_the_guard_alone(
    guarded: Guarded, what: str
) -> None:
    held = guarded.begin()
    reason, make = REFUSED[what]
    before = guarded.file.read_bytes()
    assert guarded.sign(*make(guarded)) == Refusal(reason, held)
    assert guarded.file.read_bytes() == before
    assert guarded.held() == held
    assert isinstance(guarded.sign(guarded.head(6), guarded.path(5, 6)), str)


def test_a_new_epoch_links_to_exactly_the_last_head(guarded: Guarded) -> None:
    held = guarded.begin()
    wanted = guarded.head(3, OTHERS, epoch=2)
    wrong = (None, guarded.head(4), guarded.head(5, OTHERS), guarded.head(5, epoch=2))
    for link in wrong:
        assert guarded.sign(wanted, [], link) == Refusal("other_epoch", held)
    later = guarded.head(3, OTHERS, epoch=3)
    assert guarded.sign(later, [], held) == Refusal("other_epoch", held)
    assert isinstance(guarded.sign(wanted, [], held), str)
    guarded.restart()
    assert guarded.held() == wanted
    assert guarded.sign(guarded.head(6), guarded.path(5, 6), wanted) == Refusal(
        "other_epoch", wanted
    )


def tear(file: Path, slot: int, kept: int) -> None:
    """Leave the first bytes of a slot as they are, as a power cut does."""
    data = bytearray(file.read_bytes())
    end = min((slot + 1) * SLOT, len(data))
    data[slot * SLOT + kept : end] = bytes(end - slot * SLOT - kept)
    file.write_bytes(data)


@pytest.mark.parametrize("kept", [0, 1, 40, 100, 200])
@pytest.mark.parametrize("rounds", [2, 3])
def test_a_torn_write_leaves_the_slot_beside_it(guarded: Guarded, kept: int, rounds: int) -> None:
    guarded.begin(4)
    for size in range(5, 4 + rounds):
        guarded.sign(guarded.head(size), guarded.path(size - 1, size))
    guarded.restart()
    tear(guarded.file, (rounds - 1) % 2, kept)
    assert guarded.held() == guarded.head(rounds + 2)
    assert isinstance(guarded.sign(guarded.head(9), guarded.path(rounds + 2, 9)), str)
    assert guarded.held() == guarded.head(9)


def test_a_file_without_a_note_is_damaged_and_not_empty(guarded: Guarded) -> None:
    guarded.begin(4)
    guarded.sign(guarded.head(5), guarded.path(4, 5))
    guarded.restart()
    for slot in (0, 1):
        tear(guarded.file, slot, 100)
    refused = Refusal("damaged", None)
    assert guarded.sign(guarded.head(6), guarded.path(5, 6)) == refused
    assert guarded.sign(guarded.head(5), []) == refused


def test_an_emptied_file_is_damaged_and_a_missing_one_is_begun(guarded: Guarded) -> None:
    """What it held may be more than what there is to sign."""
    guarded.begin(4)
    guarded.restart()
    guarded.file.write_bytes(b"")
    for head in (guarded.head(4), guarded.head(5), guarded.head(3)):
        assert guarded.sign(head, []) == Refusal("damaged", None)
    assert guarded.file.read_bytes() == b""
    guarded.restart()
    guarded.file.unlink()
    assert isinstance(guarded.sign(guarded.head(3), []), str)


def test_a_file_that_was_begun_and_never_written_is_no_damage(guarded: Guarded) -> None:
    assert guarded.held() is None
    guarded.restart()
    assert isinstance(guarded.sign(guarded.head(3), []), str)
    guarded.restart()
    assert guarded.held() == guarded.head(3)


def test_a_note_of_another_key_counts_for_nothing(guarded: Guarded) -> None:
    held = guarded.begin()
    forged = sign_note(guarded.head(6, OTHERS), Ed25519PrivateKey.generate())
    guarded.restart()
    guarded.file.write_bytes(guarded.file.read_bytes() + forged.encode().ljust(SLOT, b"\0"))
    assert guarded.held() == held


def test_notes_of_a_moment_ago_are_remembered_and_not_for_ever(guarded: Guarded) -> None:
    first = guarded.sign(guarded.head(1), [])
    assert guarded.signer.recall(guarded.head(2)) == ""
    for epoch in range(2, REMEMBERED + 1):
        guarded.sign(guarded.head(1, epoch=epoch), [], guarded.head(1, epoch=epoch - 1))
    assert guarded.signer.recall(guarded.head(1)) == first
    last = REMEMBERED + 1
    guarded.sign(guarded.head(1, epoch=last), [], guarded.head(1, epoch=last - 1))
    assert guarded.signer.recall(guarded.head(1)) == ""
    assert guarded.signer.recall(guarded.head(1, epoch=2)) != ""


PROCESS = """
import sys
from pathlib import Path
from tests.sync.test_signer import grow_often
grow_often(Path(sys.argv[1]), sys.argv[2])
"""


def grow_often(folder: Path, logbook: str) -> None:
    """Have the tree grow by one leaf, twenty times, in whatever turns there are."""
    guarded = Guarded.__new__(Guarded)
    guarded.logbook, guarded.keyring = logbook, Keyring(folder)
    guarded.signer = Signer(guarded.keyring)
    print("ready", flush=True)  # noqa: T201  # to the test that started it
    sys.stdin.readline()
    for _ in range(20):
        with guarded.signer.turn(logbook) as turn:
            assert turn.held is not None
            old = turn.held.size
            time.sleep(0.002)  # long enough for the others to come between, if they could
            assert isinstance(turn.sign(guarded.head(old + 1), guarded.path(old, old + 1)), str)
    guarded.signer.close()


def test_processes_take_turns_and_lose_nothing_to_each_other(guarded: Guarded) -> None:
    guarded.begin(1)
    words = [sys.executable, "-c", PROCESS, str(guarded.keyring.directory), guarded.logbook]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate(timeout=60)
    assert [process.returncode for process in running] == [0, 0, 0]
    assert guarded.held() == guarded.head(61)
