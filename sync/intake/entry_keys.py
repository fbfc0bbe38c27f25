"""Whether a signature is that of a key the log knows, entry by entry: some make another key known.

The log's keys are read once; what its entries add to them counts for the entries after them.
"""

from dataclasses import dataclass

from pydantic import ValidationError

from proof.entry import Malformed, Opened, verify_signature
from proof.rotation import rotated_key
from proof.signatures import key_name, load_public
from schemas.kinds.organisation import Enrolment


@dataclass(slots=True)
class KnownKeys:
    """Which of the keys are, or were, the server's own, and public keys by their names."""

    own: set[str]
    keys: dict[str, str]

    def check(self, line: Opened | Malformed) -> Opened | Malformed:
        """Return the line if its signature holds, else why it cannot be logged."""
        if isinstance(line, Malformed):
            return line
        spki = self.keys.get(line.header.key)
        if spki is None:
            return Malformed("key_unknown", line.header.key, line.id)
        if not verify_signature(line, spki):
            return Malformed("signature_invalid", "", line.id)
        self._learn(line)
        return line

    def _learn(self, line: Opened) -> None:
        """Keep the key that an entry makes known, if it does.

        A browser whose enrolment a restored server has lost pushes it before its other entries;
        it is read because an entry key of the server's signed it. Whether that one still spoke,
        the writer judges.
        """
        spki = key_made_known(line)
        by_server = line.header.key in self.own
        if not spki or not (by_server or rotated_key(line)):
            return
        name = key_name(spki)
        self.keys.setdefault(name, spki)
        if by_server and rotated_key(line):
            self.own.add(name)


def key_made_known(entry: Opened) -> str:
    """Return the public key that an entry enrols or rotates to, or nothing."""
    return rotated_key(entry) or enrolled_key(entry)


def enrolled_key(line: Opened) -> str:
    """Return the public key that an enrolment names, or nothing if it names none."""
    if line.header.kind != "key.enrolled/1" or [part.name for part in line.parts] != ["enrolment"]:
        return ""
    try:
        enrolment = Enrolment.model_validate_json(line.parts[0].body)
        load_public(enrolment.spki)
    except (ValidationError, ValueError):
        return ""
    return enrolment.spki
