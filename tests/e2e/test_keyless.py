"""A browser without a key reads everything its person may read, signs nothing, and gets a key.

The people are those of the demonstration, signed in as it says that one can.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import system_clock
from cli.demo.command import SIGN_INS, evening_before, prepare, read_demo_settings
from cli.demo.fill import Story
from tests.e2e import chemist
from tests.e2e.profile import DESK, Complaints
from tests.e2e.server import Server

NO_KEY = "This browser has no key: you can read, not sign."
SIGNS = re.compile(
    r"^(Sign|Save as|Read the sentence|Release|Revoke|Change|Correct|Mark as void|Decide again"
    r"|Add an? (unit|person|instrument)|Reveal)"
)
"""How every button that leads to a signature begins."""

WORKLIST = {"/desk?queue=all": "Worklist", "/desk/quarantine": "Kept aside"}
OVERSEEN = {"/admin/instruments": "Instruments", "/admin/keys": "Keys"}
SCREENS: dict[str, dict[str, str]] = {
    "officer": WORKLIST,
    "supervisor": WORKLIST | OVERSEEN,
    "analyst": WORKLIST,
    "auditor": WORKLIST,
    "administrator": OVERSEEN
    | {"/admin/units": "Units", "/admin/people": "People", "/admin/invites": "Invites"},
}
HOMES = dict.fromkeys(SCREENS, "Worklist") | {"administrator": "Units and laboratories"}

SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a short demonstration."""
    folder = tmp_path_factory.mktemp("demo")
    made = Server(folder)
    story = Story(evening_before(system_clock()), days=6, screenings=44)
    prepare(read_demo_settings(made.data), story, lambda _said: None)
    made.start()
    yield made
    made.audit()
    made.stop()


@pytest.fixture
def sign_in(browser: Browser, server: Server) -> Iterator[SignIn]:
    """Sign in a role in a browser that nobody has enrolled; complaints fail the test."""
    complaints = Complaints()
    rows = (server.data / SIGN_INS).read_text().splitlines()[1:]
    passwords = dict(row.split() for row in rows)
    opened: list[Page] = []

    def enter(role: str) -> Page:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/Belgrade", **DESK)
        complaints.listen(context)
        page = context.new_page()
        opened.append(page)
        page.goto(f"{server.url}/#/sign-in")
        page.get_by_label("Sign-in name").fill(role)
        page.get_by_label("Password").fill(passwords[role])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name=HOMES[role])).to_be_visible()
        return page

    yield enter
    for page in opened:
        page.context.close()
    assert not complaints, complaints


@pytest.mark.parametrize("role", list(SCREENS))
def test_every_role_reads_without_a_key(server: Server, sign_in: SignIn, role: str) -> None:
    page = sign_in(role)
    expect(page.get_by_text(NO_KEY)).to_be_visible()
    expect(page.get_by_text("PRACTICE")).to_be_visible()
    expect(page.get_by_text("ask your administrator").or_(page.get_by_text("Invite myself")).first
           ).to_be_visible()  # fmt: skip
    for path, heading in SCREENS[role].items():
        page.goto(f"{server.url}/#{path}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        reads_only(page)
    for path in ("/entry", "/list", "/ready"):
        page.goto(f"{server.url}/#{path}")
        expect(page.get_by_role("heading", name="This screen needs a key")).to_be_visible()
        expect(page.get_by_text(NO_KEY)).to_be_visible()


def reads_only(page: Page) -> None:
    """See that a screen holds something, has no error, and offers nothing that signs."""
    expect(page.locator(".loading")).to_have_count(0)
    main = page.locator("main")
    expect(main.locator("tbody tr, article, .empty").first).to_be_visible()
    expect(main.locator(".field.invalid, [role=alert]")).to_have_count(0)
    offers_no_signature(page)


def offers_no_signature(page: Page) -> None:
    main = page.locator("main")
    expect(main.get_by_role("button", name=SIGNS)).to_have_count(0)
    expect(main.get_by_role("link", name=SIGNS)).to_have_count(0)


@pytest.mark.parametrize("role", ["officer", "supervisor", "analyst", "auditor"])
def test_records_and_comparisons_are_read_only(server: Server, sign_in: SignIn, role: str) -> None:
    page = sign_in(role)
    for queue, link in (("all", "Item"), ("done", "Field and laboratory")):
        page.goto(f"{server.url}/#/desk?queue={queue}")
        page.locator("tbody").get_by_role("link", name=link).first.click()
        expect(page.get_by_text("The analyser displayed").first).to_be_visible()
        offers_no_signature(page)


def test_a_chemist_without_a_key_is_offered_no_result(server: Server, sign_in: SignIn) -> None:
    page = sign_in("analyst")
    page.goto(f"{server.url}/#/desk?queue=to_do")
    page.get_by_role("link", name="Item").first.click()
    expect(page.get_by_text("It can be revealed only where the result is written")).to_be_visible()
    subject = page.url.rsplit("/", 1)[1]
    page.goto(f"{server.url}/#/desk/result/{subject}")
    expect(page.get_by_text(NO_KEY)).to_be_visible()
    expect(page.get_by_label("Report number")).to_have_count(0)


def test_an_administrator_gives_this_desk_a_key_and_signs(sign_in: SignIn) -> None:
    page = sign_in("administrator")
    page.get_by_role("link", name="Invite myself").click()
    page.get_by_role("button", name="Make an invite").click()
    page.get_by_role("link", name="Open it in this browser").click()
    chemist.fill_door(page, "zoran.mitev", HOMES["administrator"])
    expect(page.get_by_text(NO_KEY)).to_have_count(0)
    page.get_by_role("button", name="Add a unit").click()
    panel = page.get_by_role("region", name="New unit")
    panel.get_by_label("Name", exact=True).fill("Post Brod")
    panel.get_by_role("button", name="border police").click()
    panel.get_by_role("button", name="Land crossing").click()
    panel.get_by_label("Territory").select_option(index=1)
    panel.get_by_role("button", name="Sign and save").click()
    expect(page.get_by_text("Accepted by the server")).to_be_visible()


def test_the_console_lets_a_further_administrator_in(server: Server, browser: Browser) -> None:
    printed = server.command("invite", "--administrator").stdout.decode()
    found = re.search(r"http\S+/#/\S+", printed)
    assert found, printed
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Belgrade", **DESK)
    page = context.new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("Nada Rus")
    page.get_by_label("Password", exact=True).fill(chemist.PASSWORD)
    page.get_by_role("button", name="Become the administrator").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your name")
    expect(page.get_by_label("Your name")).to_have_value("Nada Rus")
    page.get_by_label("Unit").select_option(label="Joint Border Authority")
    expect(page.get_by_text("Nada Rus signs: Nada Rus works in")).to_be_visible()
    page.get_by_role("button", name="Sign and save").click()
    expect(page.get_by_text("This logbook is set up.")).to_be_visible()
    expect(page.get_by_role("link", name="Nada Rus, start page")).to_be_visible()
    context.close()
