"""Which passwords are taken, and what is kept of them."""

import threading
from contextlib import suppress

import pytest
from argon2 import PasswordHasher

from schemas.problems import VerbatimError
from sync.sessions import passwords
from sync.sessions.passwords import check_password, fits, hash_password, make_code, read_code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("tako malo slova", ""),
        ("зелена киша пада", ""),
        ("correct horse battery staple", ""),
        ("aaaabbbb cccc dddd eeee", ""),
        ("fourteen chars", "password_too_short"),
        ("a" * 40, "password_common"),
        ("abcabcabcabcabcabc", "password_common"),
        ("12345678901234567890", "password_common"),
        ("98765432109876543210", "password_common"),
        ("qwertyuiopasdfghjkl", "password_common"),
        ("verbatimverbatim", "password_common"),
        ("Verbatim-Logbook-2026", "password_common"),
        ("Password1234567", "password_common"),
        ("anastasijaanastasija", "password_common"),
        ("Anastasija2026!!", "password_common"),
    ],
)
def test_only_what_everyone_tries_first_is_not_taken(password: str, code: str) -> None:
    found = ""
    try:
        check_password(password, "anastasija")
    except VerbatimError as error:
        found = error.problem.code
    assert found == code


def test_a_hash_fits_its_password_alone() -> None:
    stored = hash_password("zelena kiša pada dugo")
    assert fits(stored, "zelena kiša pada dugo")
    assert not fits(stored, "zelena kisa pada dugo")
    assert not fits("", "zelena kiša pada dugo")
    assert stored != hash_password("zelena kiša pada dugo")


def test_the_real_hasher_is_argon2id_with_64_mib() -> None:
    stored = PasswordHasher().hash("x")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_two_hash_at_once_and_the_third_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go, running = threading.Event(), threading.Semaphore(0)

    class Slow:
        def hash(self, _password: str) -> str:
            running.release()
            go.wait(10)
            return "done"

    monkeypatch.setattr(passwords, "HASHER", Slow())
    monkeypatch.setattr(passwords, "_PATIENCE", 0.05)
    threads = [threading.Thread(target=hash_password, args=("x",)) for _ in range(2)]
    for thread in threads:
        thread.start()
        running.acquire()
    with pytest.raises(VerbatimError, match="busy"):
        hash_password("x")
    go.set()
    for thread in threads:
        thread.join()
    assert hash_password("x") == "done"


def test_a_rush_of_sign_ins_leaves_threads_for_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two work and two wait; more would keep every thread of the process from a push."""
    go, told = threading.Event(), threading.Semaphore(0)

    class Slow:
        def hash(self, _password: str) -> str:
            go.wait(10)
            return "done"

    def sign_in() -> None:
        with suppress(VerbatimError):
            hash_password("x")
        told.release()

    monkeypatch.setattr(passwords, "HASHER", Slow())
    threads = [threading.Thread(target=sign_in) for _ in range(12)]
    for thread in threads:
        thread.start()
    assert all(told.acquire(timeout=2) for _ in range(8))
    go.set()
    for thread in threads:
        thread.join()
    assert hash_password("x") == "done"


def test_codes_have_no_letters_that_look_alike() -> None:
    code = make_code(200)
    assert not set(code) & set("ILOU")
    assert read_code("il-o 1aZ") == "1101AZ"
