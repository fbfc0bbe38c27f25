"""A logbook ready to work in: units, people, instruments, and phones that can sign.

Made in process through the same `sync` functions that serve browsers; joining one by one would
only take longer. `Phone` signs as a phone does, ahead of any measurement.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from bench.workload import Content, Parts
from db.store import Store, WriteTransaction
from db.upkeep.migrate import migrate
from proof.authoring import Act, Circumstances, write_entry
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.signatures import key_id, public_bytes
from schemas.entry import EMPTY_ROOT, Anchor
from schemas.kinds.organisation import Purpose
from schemas.roles import Role
from sync.checkpoints.keyring import Keyring
from sync.installation import Installation, start_installation
from sync.intake.append import Pushed, append_group
from sync.intake.server_entries import append_server_entry, open_logbook
from sync.sessions.sign_in import begin_session

EVERY_ROLE = [role.value for role in Role]

_ANCHOR = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
_UNIT = {"name": "Post", "kind": "customs", "site": "land", "territory": "serbia"}
_INSTRUMENT = {
    "profile": "trunarc", "manufacturer": "Thermo", "model": "TruNarc", "serial": "TN-1",
    "technique": "raman", "regime": "bulk",
}  # fmt: skip


class Phone:
    """A key that has been enrolled, and the last entry of its chain."""

    def __init__(self, logbook: str, person: str, unit: str) -> None:
        """Make a key; it can sign once `enrolled` has named its enrolment."""
        self.logbook, self.person, self.unit = logbook, person, unit
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.spki = to_b64u(public_bytes(self.private.public_key()))
        self.name = key_id(public_bytes(self.private.public_key()))
        self.seq, self.prev = 0, ""

    def enrolled(self, entry: Opened) -> None:
        """Begin the chain at the enrolment."""
        self.prev = entry.id

    def sign(self, act: Act, at: str) -> Opened:
        """Return the next entry of the chain."""
        self.seq += 1
        circumstances = Circumstances(self.logbook, self.seq, self.prev, at, _ANCHOR)
        entry = write_entry(act, circumstances, self.private)
        self.prev = entry.id
        return entry

    def record(self, content: Content, instrument: str) -> Opened:
        """Return the next screening, signed."""
        parts = content.screening(instrument, self.unit)
        act = Act("screening.recorded/1", content.identifier(), parts)
        return self.sign(act, content.moment())


@dataclass(frozen=True, slots=True)
class Site:
    """What a client of the prepared logbook has to know."""

    logbook: str
    verifier: str
    units: tuple[str, ...]
    instrument: str
    phones: tuple[Phone, ...]
    administrator: Phone

    def cookie(self, installation: Installation, phone: Phone) -> str:
        """Begin a session for a phone's person; return the cookie of it."""
        begun = begin_session(installation.store, "phone", self.logbook, phone.person, phone.name)
        return f"verbatim_phone={begun.token}"


@contextmanager
def opened(url: str, keys: Path) -> Iterator[Installation]:
    """Give the installation as a server process would hold it."""
    store = Store(url, lambda: datetime.now(UTC))
    installation = start_installation(store, Keyring(keys))
    try:
        yield installation
    finally:
        installation.close()


def prepare(url: str, keys: Path, phones: Sequence[int]) -> Site:
    """Migrate, open a practice logbook and enrol `phones[n]` officers' phones in unit n."""
    migrate(url)
    with opened(url, keys) as installation:
        return _people_logbook(installation, phones)


def _people_logbook(installation: Installation, phones: Sequence[int]) -> Site:
    content = Content()
    logbook = content.identifier()
    keys = installation.keyring.create(logbook)
    now = installation.store.now()
    with installation.store.writing() as writing:
        open_logbook(writing, logbook, name="Bench", purpose=Purpose.PRACTICE, keys=keys, now=now)
    units = tuple(content.identifier() for _ in phones)
    founder = Phone(logbook, content.identifier(), units[0])
    crew = [Phone(logbook, content.identifier(), units[n])
            for n, count in enumerate(phones) for _ in range(count)]  # fmt: skip
    instrument = content.identifier()
    with installation.store.writing() as writing:
        _enrol(writing, founder, EVERY_ROLE, installation.keyring, now)
        stated = [*found(founder, units, instrument), *(register(founder, p) for p in crew)]
        append_group(writing, [Pushed(logbook, tuple(stated), (b"",) * len(stated), now)])
        for phone in crew:
            _enrol(writing, phone, ["officer"], installation.keyring, now)
    verifier = keys.verifier
    return Site(logbook, verifier, units, instrument, tuple(crew), founder)


def join(installation: Installation, site: Site, content: Content, unit: str, role: str) -> Phone:
    """Let one more person join, in a unit that is registered; return their phone."""
    now = installation.store.now()
    phone = Phone(site.logbook, content.identifier(), unit)
    registered = register(site.administrator, phone, [role])
    with installation.store.writing() as writing:
        append_group(writing, [Pushed(site.logbook, (registered,), (b"",), now)])
        _enrol(writing, phone, [], installation.keyring, now)
    return phone


def found(founder: Phone, units: Sequence[str], instrument: str) -> Iterator[Opened]:
    """Yield what an administrator states before anybody can work."""
    at = Content().moment()
    for unit in units:
        yield founder.sign(Act("unit.registered/1", unit, {"unit": _UNIT}), at)
    yield register(founder, founder, EVERY_ROLE)
    stated: Parts = {"instrument": {**_INSTRUMENT, "unit": units[0]}}
    yield founder.sign(Act("instrument.registered/1", instrument, stated), at)


def register(founder: Phone, phone: Phone, roles: Sequence[str] = ("officer",)) -> Opened:
    """Let the administrator state who a phone's person is."""
    parts: Parts = {
        "person": {"name": f"Officer {phone.person[-6:]}"},
        "appointment": {"unit": phone.unit, "roles": list(roles)},
    }
    return founder.sign(Act("person.registered/1", phone.person, parts), Content().moment())


def _enrol(
    writing: WriteTransaction, phone: Phone, roles: list[str], keyring: Keyring, now: str
) -> None:
    enrolment = {
        "spki": phone.spki, "person": phone.person, "browser": "phone", "roles": roles,
    }  # fmt: skip
    act = Act("key.enrolled/1", phone.person, {"enrolment": enrolment})
    entry = append_server_entry(writing, phone.logbook, act, keyring, now)
    phone.enrolled(entry)
