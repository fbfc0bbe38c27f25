"""verify.html, opened as a file, without a network: it says what proof/verify.py says."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from proof import verify
from tests.e2e.profile import DESK, PHONE, Complaints
from tests.e2e.server import ROOT, WEB
from tests.vectors.bundles import rebuild
from tests.vectors.golden import SCREENING
from tests.vectors.keys import OFFICER
from tests.vectors.make import path_of
from tests.vectors.strange import damaged_bundles, disclose_record, strange_bundles
from tests.vectors.tales import bundle_of, enrol_officer, tell

VECTORS: dict[str, Any] = json.loads(path_of("bundles").read_text())
GOOD = base64.b64decode(VECTORS["good"])
KEY = VECTORS["key"]
TRUSTED = [verify.read_key(KEY)]
CASES = {case["why"]: rebuild(case, GOOD) for case in VECTORS["cases"]}
ADDRESS = (WEB / "verify.html").as_uri()
AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>"


@pytest.fixture(scope="module")
def offline(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that reaches nothing; what it complains of, or asks of a network, fails."""
    context = browser.new_context(locale="en-GB", offline=True, **DESK)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    complaints = Complaints()
    complaints.listen(context)
    yield context
    context.close()
    assert set(asked) <= {ADDRESS}
    assert not complaints, complaints


@pytest.fixture
def page(offline: BrowserContext) -> Iterator[Page]:
    made = offline.new_page()
    made.goto(ADDRESS)
    yield made
    made.close()


def give(page: Page, bundle: bytes, key: str = KEY, name: str = "bundle.zip") -> None:
    """Choose a bundle, type the key, and check."""
    file: FilePayload = {"name": name, "mimeType": "application/zip", "buffer": bundle}
    page.get_by_label("Choose the bundle").set_input_files(file)
    expect(page.get_by_text(f"{name}, {len(bundle)} bytes")).to_be_visible()
    page.get_by_label("Checkpoint key").fill(key)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#verdict")).to_be_focused()


def report_of(page: Page, bundle: bytes, name: str = "bundle.zip") -> dict[str, Any]:
    give(page, bundle, name=name)
    report: dict[str, Any] = json.loads(page.locator("#json").input_value())
    return report


CHECK = """async ([bundle, name]) => {
  const until = async (holds) => {
    while (!holds()) await new Promise((go) => setTimeout(go));
  };
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bundle), (char) => char.charCodeAt(0))], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
  await until(() => document.querySelector(".chosen").textContent.startsWith(name + ","));
  document.querySelector("form").requestSubmit();
  await until(() => document.querySelector("#json"));
  return document.querySelector("#json").value;
}"""


def compare(page: Page, bundles: dict[str, bytes]) -> None:
    """Hold the whole report of each against that of the other verifier; by hand it is slow."""
    page.get_by_label("Checkpoint key").fill(KEY)
    for number, (why, bundle) in enumerate(bundles.items()):
        expected = json.loads(json.dumps(verify.verify(bundle, TRUSTED)))
        given = [base64.b64encode(bundle).decode(), f"{number}.zip"]
        assert json.loads(page.evaluate(CHECK, given)) == expected, why


def test_every_vector_gets_the_same_report(page: Page) -> None:
    compare(page, CASES)


def test_damage_inside_of_files_gets_the_same_report(page: Page) -> None:
    compare(page, dict(damaged_bundles(GOOD, 200)))


def test_values_of_another_sort_get_the_same_report(page: Page) -> None:
    compare(page, dict(strange_bundles()))


def test_the_page_shows_what_the_report_says(page: Page) -> None:
    give(page, CASES["a version that was amended"])
    expect(page.get_by_role("heading", name="Verified, with notes")).to_be_visible()
    notes = page.locator(".notes")
    expect(notes.get_by_role("listitem")).to_have_count(2)
    expect(notes).to_contain_text("Entry 8")
    expect(notes).to_contain_text("It replaces parts of an earlier version, or a later one")
    entry = page.get_by_role("article").first
    expect(entry.get_by_role("heading", name="Entry 7: screening")).to_be_visible()
    expect(entry).to_contain_text("Đ. Žarković")
    expect(entry.locator(".displayed")).to_contain_text("COCAINE HCl")
    expect(entry.locator(".displayed")).to_contain_text("Cocaine HCl – “base” \\ 98 %")
    expect(entry).to_contain_text("22.11.2026. 09:07:22 (UTC+01:00)")
    disclosed = page.locator("section.card", has_text="What was disclosed")
    expect(disclosed).to_contain_text("District Court")
    expect(disclosed).to_contain_text("Disclosed by")
    expect(page.get_by_role("heading", name="Entry 6")).to_be_hidden()
    page.get_by_text("What else is enclosed").click()
    expect(page.get_by_role("heading", name="Entry 6")).to_be_visible()


def test_a_failure_names_check_file_and_reason(page: Page) -> None:
    give(page, CASES["another letter in a reading"])
    expect(page.get_by_role("heading", name="Failed", exact=True)).to_be_visible()
    expect(page.get_by_text("Check 6 of 12, parts, does not hold.")).to_be_visible()
    expect(page.get_by_text("parts/00000007.reading")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "Trust not established"),
        ("0193+00+AA", "Not checked"),
        (f"\n  {KEY}\n", "Verified"),
        (f"{KEY}\nsomething else", "Not checked"),
    ],
)
def test_what_the_key_decides(page: Page, key: str, said: str) -> None:
    give(page, GOOD, key)
    expect(page.locator("#verdict")).to_have_text(said)


def test_a_verdict_goes_when_the_key_or_the_bundle_is_another_one(page: Page) -> None:
    give(page, GOOD)
    expect(page.locator("#verdict")).to_have_text("Verified")
    page.get_by_label("Checkpoint key").press("End")
    page.keyboard.type("x")
    expect(page.get_by_label("Checkpoint key")).to_be_focused()
    expect(page.locator("#result")).to_be_empty()
    page.get_by_role("button", name="Srpski", exact=True).click()
    expect(page.locator("#result")).to_be_empty()
    page.get_by_role("button", name="English", exact=True).click()
    give(page, GOOD)
    other: FilePayload = {"name": "other.zip", "mimeType": "application/zip", "buffer": b"PK"}
    page.get_by_label("Choose the bundle").set_input_files(other)
    expect(page.get_by_text("other.zip, 2 bytes")).to_be_visible()
    expect(page.locator("#result")).to_be_empty()


def test_an_answer_that_comes_after_the_key_was_changed_is_not_shown(page: Page) -> None:
    give(page, GOOD)
    page.evaluate("""() => {
      const digest = crypto.subtle.digest.bind(crypto.subtle);
      crypto.subtle.digest = async (...given) => {
        await new Promise((go) => setTimeout(go, 5));
        return digest(...given);
      };
    }""")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#result")).to_have_text("Checking …")
    page.get_by_label("Checkpoint key").fill("")
    page.wait_for_timeout(1_000)
    expect(page.locator("#result")).to_be_empty()


def test_the_report_shows_the_key_that_was_used(page: Page) -> None:
    for key, shown in (("", "none"), (f" {KEY} ", KEY)):
        give(page, GOOD, key)
        used = page.locator(".report > .facts > div", has_text="Checkpoint key that was used")
        expect(used.locator("dd")).to_have_text(shown)


def test_key_and_bundle_may_be_dropped_or_chosen_as_files(page: Page) -> None:
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Choose the bundle first.")).to_be_visible()
    drop = """async ([zip, key]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(zip), (char) => char.charCodeAt(0));
      data.items.add(new File([bytes], "dropped.zip"));
      data.items.add(new File([key + "\\n"], "key.txt"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    page.evaluate(drop, [VECTORS["good"], KEY])
    expect(page.get_by_label("Checkpoint key")).to_have_value(KEY)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("Verified")


def test_what_a_bundle_says_is_text_and_never_markup(page: Page) -> None:
    reading = {"banner": {"text": HOSTILE}, "message": "\u202eevil\u0007 \u00ad", "method": HOSTILE}
    tale = tell(enrol_officer)
    parts = {"reading": reading, "note": {"text": HOSTILE, "constructor": {"proto": HOSTILE}}}
    tale.add("recorded", OFFICER, "screening.recorded/1", SCREENING, parts)
    disclose_record(tale)
    bundle = bundle_of(tale)
    expected = json.loads(json.dumps(verify.verify(bundle, TRUSTED)))
    assert report_of(page, bundle) == expected
    displayed = page.locator(".displayed")
    assert displayed.locator(".verbatim").first.text_content() == HOSTILE
    expect(displayed).to_contain_text("U+202Eevil")
    assert page.locator("main script, main img").count() == 0
    assert page.title() == "Check an evidence bundle – Verbatim"
    give(page, CASES["a file would be unpacked elsewhere"])
    expect(page.get_by_text("../../etc/passwd")).to_be_visible()


UNSEEN = "\u200b\u00ad\u2060\u200d\u034f\u115f\u3164\u00a0\u2003\u2028\ufe0f\ue000\u0378\U000e0041"


def test_what_cannot_be_seen_is_shown_as_its_code(page: Page) -> None:
    tale = tell(enrol_officer)
    hidden = "".join(f"a{sign}" for sign in UNSEEN)
    reading = {"banner": {"text": hidden}, "message": "α-PVP  ž\nLINE 2"}
    tale.add("recorded", OFFICER, "screening.recorded/1", SCREENING, {"reading": reading})
    disclose_record(tale)
    give(page, bundle_of(tale))
    banner, message = page.locator(".displayed .verbatim").all()
    assert banner.text_content() == "".join(f"aU+{ord(sign):04X}" for sign in UNSEEN)
    assert message.text_content() == "α-PVP  ž\nLINE 2"


def test_the_policy_allows_no_other_script(page: Page) -> None:
    tried = """() => {
      const script = document.createElement("script");
      try {
        script.textContent = "document.title = 'owned'";
        document.body.append(script);
      } catch { /* trusted types said no */ }
      // Later, because what a debugger evaluates at once may evaluate more.
      return new Promise((done) => setTimeout(() => {
        try {
          done(new Function("return 1")());
        } catch (error) {
          done(error.name);
        }
      }));
    }"""
    other = page.context.browser
    assert other is not None
    apart = other.new_context()  # what is refused here would count as a complaint there
    tab = apart.new_page()
    tab.goto(ADDRESS)
    assert tab.evaluate(tried) in {"EvalError", "TypeError"}
    assert tab.title() != "owned"
    assert tab.evaluate("() => fetch('https://example.org').catch((e) => e.name)") == "TypeError"
    apart.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("looks", [PHONE, DESK], ids=["phone", "desk"])
def test_every_language_fits_and_breaks_no_rule_of_axe(
    browser: Browser, looks: dict[str, Any], theme: Any
) -> None:
    context = browser.new_context(locale="en-GB", color_scheme=theme, bypass_csp=True, **looks)
    page = context.new_page()
    page.goto(ADDRESS)
    give(page, CASES["a version that was amended"])
    page.evaluate(AXE)
    for name, title in (("English", "Check an evidence bundle"),
                        ("Srpski", "Provera dokaznog paketa"),
                        ("Српски", "Провера доказног пакета")):  # fmt: skip
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        assert not [rule["id"] for rule in found], found
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0
    expect(page.locator("#verdict")).to_have_text("Проверено, уз напомене")
    context.close()


def test_the_file_is_whole_and_names_no_other(tmp_path: Path) -> None:
    text = (WEB / "verify.html").read_text(encoding="utf-8")
    (tmp_path / "verify.html").write_text(text, encoding="utf-8")
    for word in (" src=", " href=", "http://", "https://", "import(", "eval(", "innerHTML ="):
        assert word not in text, word
    assert len(text.encode()) < 120_000
