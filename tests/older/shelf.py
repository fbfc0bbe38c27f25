"""The bundles of a story: each disclosed at its moment, and made then, under that checkpoint."""

from dataclasses import dataclass, field
from pathlib import Path

from proof.entry import Opened
from sync.evidence.export import Request, disclose, key_of, make_bundle
from tests import content
from tests.older.kept import Bundle, pack_bundle, printed, run_verifier
from tests.older.people import Town
from tests.older.work import state

_LANGUAGES = (("en", "sr-Cyrl"), ("el", "sr-Latn"))


@dataclass(slots=True)
class Shelf:
    """Bundles by name, and the bytes of each."""

    first_key: str
    bundles: dict[str, Bundle] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

    def disclose(
        self, town: Town, name: str, *entries: Opened, by: str = "supervisor", **more: object
    ) -> Opened:
        """Let a person disclose entries of the first one's record; keep the bundle."""
        parts = content.disclosure(*(entry.id for entry in entries), **more)
        who = town[by]
        made = state(town, who, "disclosure.made/1", parts, entries[0].header.subject)
        self.make(town, name, made.id, who.person)
        return made

    def order(self, town: Town, name: str, subject: str, *withheld: str) -> None:
        """Let the operator disclose a record or an item at the console; keep the bundles."""
        asked = Request(subject, "Окружни суд", "Члан 123", withheld)
        server = town.server
        found = disclose(server.installation, server.logbook, asked)
        for entry in found.entries:
            self.make(town, name, entry)

    def make(self, town: Town, name: str, disclosure: str, person: str = "") -> None:
        """Keep the bundle of a disclosure, as it is made now."""
        installation, logbook = town.server.installation, town.server.logbook
        made = make_bundle(installation, logbook, disclosure, person)
        for known in self.bundles.values():
            known.final = known.final and known.disclosure != disclosure
        self.contents[name] = made
        self.bundles[name] = Bundle(
            disclosure=disclosure, person=person, final=True, exits=[],
            keys=list(dict.fromkeys([key_of(installation, logbook, made), self.first_key])),
            languages=_LANGUAGES[len(self.bundles) % 2],
        )  # fmt: skip

    def write(self, folder: Path, beside: Path) -> None:
        """Write each bundle with what the verifier says of it and what is printed of it."""
        folder.mkdir()
        for name, bundle in self.bundles.items():
            content = self.contents[name]
            pack_bundle(content, folder / f"{name}.zip.xz")
            for number, key in enumerate(bundle.keys):
                code, said = run_verifier(content, key, beside)
                bundle.exits.append(code)
                (folder / f"{name}.{number}.txt").write_text(said, "utf-8")
            text = printed(content, bundle.keys[0], bundle.languages)
            (folder / f"{name}.print.json").write_text(text, "utf-8")
