"""The print of a bundle: what stands in it, letter for letter, and that it encloses the bundle."""

import hashlib
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proof.checkpoint import verifier_key
from report import texts
from report.pages import write_report
from schemas.problems import VerbatimError
from tests.house.sources import ROOT
from tests.prints import BOTH, Print, bundle_of_case, print_of, squeeze, tell_case
from tests.vectors.golden import ORIGIN, SCREENING, VERIFIER, identifier
from tests.vectors.keys import ADMIN, OFFICER, SERVER, note_key
from tests.vectors.tales import Choice, Tale, bundle_of, record, tell

ERASURE = identifier("erasure")
PAGES = r"Page (\d+) of (\d+)"


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return bundle_of_case(tell_case(), "signatories")


@pytest.fixture(scope="module")
def printed(bundle: bytes) -> Print:
    return print_of(bundle)


@pytest.fixture(scope="module")
def text(printed: Print) -> str:
    return printed.text


def holds(text: str, *wanted: str) -> bool:
    """Say whether all of it is printed; a failure shows what is not."""
    missing = [each for each in wanted if squeeze(each) not in text]
    assert not missing
    return True


def test_the_same_bundle_gives_the_same_bytes_in_any_process(bundle: bytes) -> None:
    program = (
        "import sys, hashlib\n"
        "from report.pages import write_report\n"
        "made = write_report(sys.stdin.buffer.read(), sys.argv[1], ('en', 'sr-Cyrl'))\n"
        "print(hashlib.sha256(made).hexdigest())\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, VERIFIER], input=bundle, cwd=ROOT, check=True,
            capture_output=True, env={"PYTHONHASHSEED": seed, "TZ": zone}, timeout=60,
        ).stdout.decode().strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert printed == {hashlib.sha256(write_report(bundle, VERIFIER, BOTH)).hexdigest()}


def test_the_bundle_is_enclosed_as_it_is(bundle: bytes, printed: Print) -> None:
    ((name, contents),) = printed.enclosed.items()
    assert contents == bundle
    assert re.fullmatch(r"verbatim-[A-Za-z0-9_-]{8}\.zip", name)
    assert printed.data.count(b"/AFRelationship/Source") == 1
    assert printed.data.count(b"/Subtype/application#2Fzip") == 1


def test_it_says_that_it_is_pdf_a_3_and_bears_the_moment_of_the_disclosure(printed: Print) -> None:
    assert b"<pdfaid:part>3</pdfaid:part>" in printed.data
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in printed.data
    assert set(re.findall(rb"(?:Creation|Mod)Date\(D:([^)]*)\)", printed.data)) == {
        b"20261122081123Z"
    }


def test_every_font_is_inside(printed: Print) -> None:
    described = printed.data.count(b"/Type/FontDescriptor")
    assert 0 < described == len(re.findall(rb"/FontFile[23] \d+ 0 R", printed.data))


def test_every_page_says_that_it_is_not_the_evidence_and_which_it_is(
    bundle: bytes, printed: Print
) -> None:
    total = len(printed.pages)
    digest = hashlib.sha256(bundle).hexdigest()
    for number, words in enumerate(printed.pages, 1):
        assert re.findall(PAGES, words) == [(str(number), str(total))]
        assert f"Страна {number} од {total}" in words
        assert "This print is not the evidence." in words
        assert "Овај испис није доказ." in words
        assert digest in squeeze(words)


def test_the_first_page_says_to_whom_it_was_given_and_that_a_reading_is_presumptive(
    bundle: bytes, printed: Print
) -> None:
    first = squeeze(printed.pages[0])
    assert holds(
        first, "A field result is presumptive", "Теренски резултат је претпостављен",
        "District Court", "Criminal Procedure Act, art. 123", "М. Ѓорѓиев", "Dnevnik", "real work",
        hashlib.sha256(bundle).hexdigest(), f"{len(bundle)} bytes",
        "2026-11-22 08:11:23.001 +00:00",
    )  # fmt: skip
    assert "PRACTICE" not in first


def test_practice_stands_on_every_page() -> None:
    printed = print_of(bundle_of_case(tell_case("practice")))
    assert all("PRACTICE · ВЕЖБА" in page for page in printed.pages)
    assert "Nothing in it is evidence of anything." in printed.pages[0]


def test_what_was_checked_and_how_to_repeat_it(text: str) -> None:
    assert holds(
        text, "VERIFIED WITH NOTES", "every entry was signed by its key",
        "сваки унос је потписан својим кључем", "parts of it were withheld",
        f"python3 -I verify.py --key '{VERIFIER}' verbatim-",
        "it replaces parts of an earlier version, or a later one replaces parts of it",
    )  # fmt: skip


def test_without_notes_it_says_so() -> None:
    assert holds(print_of(bundle_of(tell())).text, "There are none.", "Everything holds.")


def test_every_version_is_there_with_person_moments_and_reason(text: str) -> None:
    assert text.count(squeeze("The analyser displayed · Анализатор је приказао")) == 2
    assert text.count(squeeze("Presumptive field result")) == 3
    assert holds(
        text, "COCAINE HCl", "COCAINE BASE", "Cocaine HCl – “base” \\ 98 %", "Thermo TruNarc, TN-1",
        "the screen was read again · екран је поново прочитан", "Looked once more.",
        "2026-11-22 08:06:23.001 +00:00", "2026-11-22 09:07:22.118 +01:00", "Đ. Žarković",
        "7 · Screening", "Not stated again, as before", "Not after · Не после",
    )  # fmt: skip


def test_old_and_new_words_stand_side_by_side(text: str) -> None:
    changed = text[text.index("Whatthecorrectionchanged") :]
    changed = changed[: changed.index("Notstatedagain")]
    assert holds(changed, "COCAINE HCl", "COCAINE BASE", "second line", "Later.")
    assert "powder" not in changed


def test_the_laboratory_and_the_decision_are_in_plain_words(text: str) -> None:
    assert holds(
        text, "GC-MS", "Cocaine hydrochloride was found.", "identified by the laboratory",
        "Partly the same · Делимично исто", "Substance line 1", "The same substance.", "Horgoš",
    )  # fmt: skip


def test_a_void_and_a_review_are_in_plain_words() -> None:
    tale = tell_case()
    why = {"reason": {"code": "entered_twice", "text": "See no. 4."}}
    tale.add("voided", OFFICER, "screening.voided/1", SCREENING, why, "amended")
    about = {"about": "late_sync", "decision": "escalated", "text": "Ask the officer."}
    tale.add("late", ADMIN, "review.made/1", SCREENING, {"review": about}, "recorded")
    tale.disclose("recorded", "voided", "late")
    assert holds(
        print_of(bundle_of(tale)).text, "Voiding of a record", "entered twice · унето двапут",
        "See no. 4.", "sent late", "passed on · прослеђено даље", "Ask the officer.",
        "the author took the record back", "Builds on entry · Ослања се на унос 7 · Screening",
    )  # fmt: skip


def test_what_is_not_there_is_named(text: str) -> None:
    assert holds(text, "Withheld. It exists, and its hash stands in the signed header.")
    assert "Vera" not in text


def erase_note(tale: Tale, *named: str, **ordered: object) -> None:
    """Let the chief order and the officer approve that parts go; the server names some of both."""
    recorded = tale.entries[tale.marks["recorded"]].id
    gone = {"entry": recorded, "parts": ["note"]}
    order = {**gone, "record": SCREENING, "basis": "order_of_a_court", "text": "К 12/26", **ordered}
    tale.add("order", ADMIN, "erasure.ordered/1", ERASURE, {"order": order}, "recorded")
    why = {"approval": {"reason": "I agree, file 7/26."}}
    tale.add("approval", OFFICER, "erasure.approved/1", ERASURE, why, "order")
    stated = {"erasure": gone}
    tale.add("erasure", SERVER, "part.erased/1", ERASURE, stated, "recorded", *named)


def test_what_is_erased_is_named_with_who_ordered_and_who_approved_it() -> None:
    tale = tell_case()
    erase_note(tale, "order", "approval")
    printed = print_of(bundle_of_case(tale, erased=("recorded", "note"))).text
    gone = squeeze("Erased for everybody. Its hash stands in the signed header.")
    assert printed.count(gone) == 2  # once in the entry, once where it was corrected
    section = printed[printed.index(gone) :]
    assert holds(
        section[: section.index(squeeze("Number it is kept under"))],
        "Erased; the server's clock", "2026-11-22 08:13:23.001 +00:00(13 · Erasure · Брисање)",
        "Ordered with the key of · Наложено кључем који припада", "М. Ѓорѓиев(11 · Order to erase",
        "On which basis · По ком основу", "order of a court · одлука суда", "К 12/26",
        "Approved with the key of", "Đ. Žarković(12 · Approval of an erasure", "file 7/26.",
    )  # fmt: skip
    assert holds(printed, "parts of it were erased for everybody")


@pytest.mark.parametrize(
    ("named", "changed", "missing"),
    [
        ((), {}, 2),
        (("order",), {}, 1),
        (("approval",), {}, 2),
        (("order", "approval"), {"parts": ["reading"]}, 2),
        (("order", "approval"), {"parts": 5}, 2),
        (("order", "approval"), {"entry": "another"}, 2),
    ],
)
def test_an_order_or_an_approval_that_is_not_there_is_not_made_up(
    named: tuple[str, ...], changed: dict[str, Any], missing: int
) -> None:
    tale = tell_case()
    erase_note(tale, *named, **changed)
    printed = print_of(bundle_of_case(tale, erased=("recorded", "note"))).text
    assert printed.count(squeeze("(an entry that is not in this file ·")) == missing


def test_who_is_not_the_server_has_erased_nothing() -> None:
    tale = tell_case()
    gone = {"entry": tale.entries[tale.marks["recorded"]].id, "parts": ["note"]}
    tale.add("false", OFFICER, "part.erased/1", ERASURE, {"erasure": gone})
    tale.add("aside", SERVER, "part.erased/1", ERASURE, {"erasure": gone}, code="follows_other")
    erase_note(tale, "order", "approval")
    printed = print_of(bundle_of_case(tale, erased=("recorded", "note"))).text
    assert holds(printed, "2026-11-22 08:15:23.001 +00:00(15 · Erasure")


def test_holds_orders_and_epochs_are_in_plain_words() -> None:
    tale = tell_case()
    hold = {"record": SCREENING, "authority": "Viši sud", "reason": "Доказ у поступку."}
    tale.add("recorded hold", ADMIN, "hold.placed/1", identifier("hold"), {"hold": hold})
    lifting = {"authority": "Apelacioni sud", "reason": "Правноснажно."}
    tale.add("lifted", ADMIN, "hold.lifted/1", identifier("hold"), {"lifting": lifting},
             "recorded hold")  # fmt: skip
    erase_note(tale, "order", "approval")
    epoch = {"epoch": {"epoch": 2, "old_size": 77, "old_root": OFFICER.id}}
    why = {"reason": {"text": "The disk died."}}
    tale.add("proposed", ADMIN, "epoch.proposed/1", identifier("epoch"), {**epoch, **why})
    tale.add("agreed", ADMIN, "epoch.approved/1", identifier("epoch"), epoch, "proposed")
    tale.disclose("recorded hold", "lifted", "order", "approval", "erasure", "proposed", "agreed")
    assert holds(
        print_of(bundle_of(tale, Choice(erased=("recorded", "note")))).text,
        "11 · Hold · Задржавање", "Number of the record", "By whose order · По чијем налогу",
        "Viši sud", "Доказ у поступку.", "Lifting of a hold", "Apelacioni sud", "Правноснажно.",
        "Order to erase · Налог за брисање", "What is to be erased", "the note · белешка",
        "Approval of an erasure", "I agree, file 7/26.", "What was erased 1 · Шта је обрисано 1",
        "Signed with the key of · Потписано кључем који припада", "the server of the logbook",
        "Proposal of a new epoch · Предлог нове епохе", "Epoch in which the log goes on", "77",
        "Root hash of that head", OFFICER.id, "The disk died.", "Approval of a new epoch",
    )  # fmt: skip


def test_limits_and_statement_close_it(text: str) -> None:
    assert holds(
        text, "What this does not show", "Шта ово не показује", "Whose hand pressed Save",
        "STATEMENT OF A QUALIFIED PERSON", "the foregoing is true and correct",
    )  # fmt: skip


HOSTILE = (
    '#panic("x") #import "@preview/a:1.0.0" #read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` ```r``` = head <label> @ref // no /* no */ \\u{41} -- --- ... ~ '",
    "e\u0301 stays two, \u00e9 stays one, x\u0301 y\u0308, fi ffi",
    "Ђорђе Žarković Ѓорѓиев Ηράκλειτος άνθρωπος ЉЊЏ",
    "W" * 300,
)


@pytest.mark.parametrize("words", HOSTILE)
def test_text_of_an_entry_is_never_markup(words: str) -> None:
    printed = print_of(bundle_of_case(tell_case(note=words))).text
    assert printed.count(squeeze(words)) == 2


def test_no_word_leaves_the_page() -> None:
    """A word that is cut off at the edge would still be in the text: look where it is set."""
    assert 0.5 < print_of(bundle_of_case(tell_case(note="W" * 300))).widest < 0.92


def test_what_cannot_be_shown_is_named() -> None:
    words = "a\u202eb  c\td\u00a0e\u200bf\u2028\n g漢\u05d0\U0001f600\ue000 "
    printed = print_of(bundle_of_case(tell_case(note=words))).text
    spelled = (
        "a‹U+202E›b␣␣c‹U+0009›d‹U+00A0›e‹U+200B›f‹U+2028›↵␣g"
        "‹U+6F22›‹U+05D0›‹U+1F600›‹U+E000›␣"
    )  # fmt: skip
    assert printed.count(spelled) == 2


@given(st.text(st.sampled_from(" \n\ta\u0301\u202eЖ漢") | st.characters(codec="utf-8")))
@example("a  b \n c\u202e" + "long" * 20 + "\u0301 end")
def test_runs_say_every_character(words: str) -> None:
    said = {"space": " ", "end": "\n"}
    runs = texts.spell(words)
    spelled = [
        chr(int(run.removeprefix("U+"), 16)) if sort == "code" else said.get(sort, run)
        for sort, run in runs
    ]
    assert "".join(spelled) == words
    assert {c for sort, run in runs if sort == "text" for c in run} <= texts.SHOWN | {" "}


def test_an_accent_stays_with_its_letter() -> None:
    runs = texts.spell("abce\u0301" * 8)
    assert len(runs) > 5
    assert not any(run.startswith("\u0301") for _, run in runs)


def test_the_font_has_every_character_that_is_set_as_it_is() -> None:
    shown = sorted(texts.SHOWN)
    assert len(shown) > 2000
    lines = "\n".join("".join(shown[at : at + 60]) for at in range(0, len(shown), 60))
    assert len(print_of(bundle_of_case(tell_case(note=lines))).pages) > 1


def test_a_character_without_a_glyph_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "SHOWN", texts.SHOWN | {"漢"})
    with pytest.raises(RuntimeError, match="could not be displayed"):
        print_of(bundle_of_case(tell_case(note="漢")))


def test_an_entry_that_was_kept_aside_is_printed_whatever_it_holds() -> None:
    tale = tell()
    odd = {"banner": [{"rank": "漢", "outcome": "#x"}, 5, True, {}], "zeta": {"text": "#t"}}
    tale.add("late", OFFICER, "screening.recorded/1", SCREENING, {
        "reading": odd, "item": {"form": "unheard of"},
    }, code="part_invalid")  # fmt: skip
    tale.disclose("recorded", "late")
    printed = print_of(bundle_of(tale)).text
    assert holds(
        printed, "Kept aside by the server when it arrived",
        "A part does not have the members its kind asks for.", "‹U+6F22›", "unheard of", "#t",
    )  # fmt: skip


def test_a_correction_of_what_is_withheld_says_so() -> None:
    tale = tell_case()
    tale.disclose("recorded", "amended", "result", "late", withheld=("reading",))
    printed = print_of(bundle_of(tale, Choice(withheld=("reading",)))).text
    assert "COCAINE" not in printed
    assert holds(printed, "Looked once more.", "second line", "Later.")


def test_a_correction_of_what_is_not_there_says_so() -> None:
    tale = tell(lambda tale: tale.enrolled(OFFICER, "0192f000-0000-7000-8000-000000000001"), record)
    tale.add("amended", OFFICER, "screening.amended/1", SCREENING,
             {"reason": {"code": "typing"}, "note": {"text": "x"}})  # fmt: skip
    tale.disclose("amended")
    printed = print_of(bundle_of(tale)).text
    assert holds(printed, "The version before is not in this file or cannot be read.")


@pytest.mark.parametrize("languages", [("sr-Latn", "el"), ("el", "en"), ("sr-Cyrl", "sr-Latn")])
def test_every_pair_of_languages_is_printed(bundle: bytes, languages: tuple[str, str]) -> None:
    words = {
        "en": "The analyser displayed",
        "sr-Latn": "Analizator je prikazao",
        "sr-Cyrl": "Анализатор је приказао",
        "el": "Ο αναλυτής έδειξε",
    }
    printed = print_of(bundle, languages).text
    assert holds(printed, *(words[language] for language in languages))


@pytest.mark.parametrize("languages", [("en",), ("en", "en"), ("en", "xx"), ("en", "el", "en"), ()])
def test_other_languages_are_not_taken(bundle: bytes, languages: tuple[str, ...]) -> None:
    with pytest.raises(VerbatimError, match="request_invalid"):
        write_report(bundle, VERIFIER, languages)


def test_a_bundle_that_is_not_verified_is_not_printed(bundle: bytes) -> None:
    broken = bundle.replace(b"District Court", b"District Count")
    with pytest.raises(VerbatimError, match="internal: the bundle is not verified"):
        write_report(broken, VERIFIER, BOTH)


def test_a_bundle_of_another_key_is_not_printed(bundle: bytes) -> None:
    other = verifier_key(ORIGIN, note_key("stranger").public_key())
    with pytest.raises(VerbatimError, match="not signed by the key that was given"):
        write_report(bundle, other, BOTH)


def test_without_the_library_one_sentence_says_so(
    bundle: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(VerbatimError, match="report_unavailable"):
        write_report(bundle, VERIFIER, BOTH)
