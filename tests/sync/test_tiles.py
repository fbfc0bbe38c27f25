"""Tiles and proofs between any two sizes lead to the roots that were signed."""

import random
from collections.abc import Iterator

import pytest

from db.log.nodes import subtree_of
from proof import merkle
from proof.encoding import from_b64u
from proof.tiles import ENTRIES, WIDTH, Tile, write_name
from schemas.problems import VerbatimError
from sync.views.tree import prove_growth, prove_inclusion, read_tile
from tests import content
from tests.office import Office


@pytest.fixture
def leaves(office: Office) -> list[bytes]:
    """The leaf hashes of a log of more than two full tiles, as they are stored."""
    for count in (WIDTH, WIDTH + 31):
        written = [office.officer.write("screening.recorded/1", content.screening())
                   for _ in range(count)]  # fmt: skip
        office.officer.send(office.server, *written)
    rows = office.server.rows("SELECT leaf FROM entry ORDER BY position")
    return [bytes(leaf) for (leaf,) in rows]


def read(office: Office, tile: Tile) -> bytes:
    return read_tile(office.server.installation, office.server.logbook, write_name(tile))


def cut(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + 32] for at in range(0, len(hashes), 32)]


def tiles_of(level: int, count: int) -> Iterator[Tile]:
    """Yield the tiles of a level that holds so many hashes, the last one partial."""
    for index in range(-(-count // WIDTH)):
        yield Tile(level, index, min(WIDTH, count - index * WIDTH))


def test_tiles_hold_every_leaf_and_every_root_of_256(office: Office, leaves: list[bytes]) -> None:
    size = len(leaves)
    found = [one for tile in tiles_of(0, size) for one in cut(read(office, tile))]
    assert found == leaves
    above = [one for tile in tiles_of(1, size // WIDTH) for one in cut(read(office, tile))]
    subtree = subtree_of(leaves)
    assert above == [subtree(n * WIDTH, WIDTH) for n in range(size // WIDTH)]
    assert len(above) == 2


def test_bundles_hold_what_was_hashed(office: Office, leaves: list[bytes]) -> None:
    hashed: list[bytes] = []
    for tile in tiles_of(ENTRIES, len(leaves)):
        left = read(office, tile)
        while left:
            length = int.from_bytes(left[:2], "big")
            hashed.append(merkle.leaf_hash(left[2 : 2 + length]))
            left = left[2 + length :]
    assert hashed == leaves


def test_a_partial_tile_is_the_beginning_of_the_full_one(
    office: Office, leaves: list[bytes]
) -> None:
    whole = read(office, Tile(0, 1))
    for width in (1, 17, 255):
        assert read(office, Tile(0, 1, width)) == whole[: 32 * width]
    assert len(leaves) > 2 * WIDTH


@pytest.mark.parametrize(
    "name", ["0/003", "0/002", "1/000", "2/000.p/1", "entries/002", "0/x001/000.p/1", "nonsense"]
)
def test_what_the_tree_does_not_fill_is_not_there(
    office: Office, leaves: list[bytes], name: str
) -> None:
    assert len(leaves) < 3 * WIDTH
    with pytest.raises(VerbatimError, match="not_found"):
        read_tile(office.server.installation, office.server.logbook, name)


def test_proofs_hold_between_any_two_sizes(office: Office, leaves: list[bytes]) -> None:
    held, logbook = office.server.installation, office.server.logbook
    chance = random.Random(7)  # noqa: S311  # the same sizes in every run
    subtree = subtree_of(leaves)
    for _ in range(60):
        size = chance.randint(1, len(leaves))
        old, position = chance.randint(1, size), chance.randrange(size)
        root, before = merkle.tree_root(0, size, subtree), merkle.tree_root(0, old, subtree)
        proof = prove_inclusion(held, logbook, position, size)
        leaf, path = from_b64u(proof["leaf"]), [from_b64u(n) for n in proof["nodes"]]
        assert leaf == leaves[position]
        assert merkle.root_from_inclusion(leaf, position, size, path) == root
        growth = [from_b64u(n) for n in prove_growth(held, logbook, old, size)["nodes"]]
        assert merkle.is_consistent(old, before, size, root, growth)


def test_there_is_no_proof_about_a_tree_that_is_not_there(office: Office) -> None:
    held, logbook = office.server.installation, office.server.logbook
    size = office.server.head().size
    for position, of in ((0, size + 1), (size, size)):
        with pytest.raises(VerbatimError, match="request_invalid"):
            prove_inclusion(held, logbook, position, of)
    for old, of in ((1, size + 1), (size, size - 1)):
        with pytest.raises(VerbatimError, match="request_invalid"):
            prove_growth(held, logbook, old, of)
