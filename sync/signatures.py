"""Whether a signature is that of a key the log knows, entry by entry: some make another key known.

The log's keys are read once; what its entries add to them counts for the entries after them.
"""

from dataclasses import dataclass

from pydantic import ValidationError

from audit.encoding import from_b64u
from audit.entry import Malformed, Opened, verify_signature
from audit.rotation import rotated_key
from audit.signatures import key_id, load_public
from schemas.parts.organisation import Enrolment


@dataclass(slots=True)
class KnownKeys:
    """The name of the key with which the server speaks, and public keys by their names."""

    server: str
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
        it counts because the server's own entry key signed it, or one that follows that key.
        """
        by_server, rotated = line.header.key == self.server, rotated_key(line)
        spki = rotated or (enrolled_key(line) if by_server else "")
        if spki:
            self.keys.setdefault(key_id(from_b64u(spki)), spki)
        if by_server and rotated:
            self.server = key_id(from_b64u(rotated))


def enrolled_key(line: Opened) -> str:
    """Return the public key that an enrolment names, or nothing if it names none."""
    if line.header.kind != "key.enrolled/1":
        return ""
    try:
        enrolment = Enrolment.model_validate_json(line.parts[0].body)
        load_public(enrolment.spki)
    except (ValidationError, ValueError):
        return ""
    return enrolment.spki
