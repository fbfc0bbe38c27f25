"""What a bundle encloses of the keys that signed in it."""

from proof import verify
from proof.entry import Opened
from tests.bundles import bundle_for, codes, report_on
from tests.office import Office

KINDS = ("key.rotated/1", "key.revoked/1")


def ends_in(bundle: bytes) -> list[str]:
    """Return the kinds of what ended a key in a bundle, by position."""
    leaves = sorted(verify.check_container(bundle).files.items())
    found = (leaf.split(b'"kind":"')[1].split(b'"')[0].decode()
             for name, leaf in leaves if name.endswith(".leaf"))  # fmt: skip
    return [kind for kind in found if kind in KINDS]


def bundle_of(office: Office, recorded: Opened) -> bytes:
    """Let the supervisor disclose an entry; return the bundle."""
    return bundle_for(office, office.supervisor, office.disclose(recorded))


def test_of_an_entry_of_an_earlier_key_it_is_said_that_its_browser_was_revoked(
    office: Office,
) -> None:
    recorded = office.record()
    for _ in "12":
        office.officer.send(office.server, office.officer.rotate())
    office.revoke(office.officer.key, by=office.supervisor)
    bundle = bundle_of(office, recorded)
    assert "revoked" in codes(report_on(office, bundle))
    assert ends_in(bundle) == ["key.rotated/1", "key.rotated/1", "key.revoked/1"]


def test_of_an_entry_of_a_later_key_too_where_the_earlier_one_was_named(office: Office) -> None:
    first = office.officer.key
    office.officer.send(office.server, office.officer.rotate())
    recorded = office.record()
    office.revoke(first, by=office.supervisor)
    assert "revoked" in codes(report_on(office, bundle_of(office, recorded)))


def test_of_an_entry_of_a_key_that_still_speaks_nothing_is_said(office: Office) -> None:
    recorded = office.record()
    office.officer.send(office.server, office.officer.rotate())
    office.revoke(office.colleague.key, by=office.supervisor)
    bundle = bundle_of(office, recorded)
    assert "revoked" not in codes(report_on(office, bundle))
    assert ends_in(bundle) == ["key.rotated/1"]


def test_what_ends_a_key_after_the_checkpoint_changes_no_byte_of_a_bundle(office: Office) -> None:
    recorded = office.record()
    made = office.disclose(recorded)
    bundle = bundle_for(office, office.supervisor, made)
    office.officer.send(office.server, office.officer.rotate())
    office.revoke(office.officer.key, by=office.supervisor)
    assert bundle_for(office, office.supervisor, made) == bundle
    assert "revoked" in codes(report_on(office, bundle_of(office, recorded)))


def test_rotations_that_never_counted_fill_no_bundle(office: Office) -> None:
    """Whoever holds a key that was revoked may push as many as they like."""
    recorded = office.record()
    office.record()  # the next entry of its chain is enclosed in any case
    office.revoke(office.officer.key, by=office.supervisor)
    for _ in range(5):
        office.officer.send(office.server, office.officer.rotate())
    assert ends_in(bundle_of(office, recorded)) == ["key.revoked/1"]
