"""The administrator's screens: invites that are over, and a key revoked with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.e2e import administrator, spoilers
from tests.e2e.office import Office


def test_a_cancelled_invite_says_so_and_is_renewed(office: Office) -> None:
    page = office.founder
    administrator.invite_person(page, administrator.CHEMIST, "Desk")
    number = page.locator("[data-invite]").get_attribute("data-invite")
    page.get_by_role("button", name="Cancel the invite").click()
    expect(page.get_by_text("This invite has been cancelled.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("cancelled")
    row.get_by_role("button", name=f"Renew: {administrator.CHEMIST}").click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.locator("[data-invite]")).not_to_have_attribute("data-invite", number or "")
    expect(row).to_contain_text("cancelled")
    page.get_by_role("button", name="Close").click()


def test_an_expired_invite_says_so_and_is_renewed(office: Office) -> None:
    page = office.founder
    administrator.invite_person(page, administrator.CHEMIST, "Desk")
    number = page.locator("[data-invite]").get_attribute("data-invite")
    office.proxy.alter("/invites$", spoilers.expire)
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("expired")
    expect(page.get_by_text("This invite has expired.")).to_be_visible()
    office.proxy.behave()
    page.get_by_role("button", name="Renew", exact=True).first.click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(row).to_contain_text("open")
    page.get_by_role("button", name="Close").click()


def test_a_key_is_revoked_with_the_keyboard_alone(office: Office) -> None:
    phone = office.phone()
    phone.context.close()
    page = office.founder
    administrator.open_page(page, "/admin/keys", "Keys")
    row = page.get_by_role("row").filter(has_text=administrator.OFFICER).filter(has_text="valid")
    expect(row.first).to_contain_text("Phone")
    before = row.count()
    row.first.get_by_role("button", name="Revoke").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    go_to(page, "Sign and revoke")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Please choose one.")).to_be_visible()
    go_to(page, "Lost")
    page.keyboard.press("Space")
    expect(page.get_by_text("is revoked. Reason: Lost")).to_be_visible()
    go_to(page, "Sign and revoke")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Accepted by the server")).to_be_visible()
    expect(row).to_have_count(before - 1)


def go_to(page: Page, name: str) -> None:
    """Press Tab until a button has the focus."""
    wanted = page.get_by_role("dialog").get_by_role("button", name=name)
    for _ in range(20):
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} with the keyboard")
