"""The app in Chromium at a quarter of the processor's speed, with no server: start and save.

Bar 7 of the first issue. Times are taken inside the page, by its own clock: from the navigation
to a text field that takes what is typed, and from the tap on Save to the word that it is saved.
"""

import argparse
import math
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, expect

from bench.phone import WAIT, Phone, enrolled_phone
from bench.processes import ends_with_us
from tests.e2e.officer import Fingers, fill_screening, record_screening

SLOWDOWN = 4
START_BAR, SAVE_BAR = 500.0, 250.0
"""Milliseconds: median of starts, 95th percentile of saves."""

# The first frame in which a field of the form can be typed into.
_WATCH_START = """
new MutationObserver((_, self) => {
  const typed = ["input[type=text]", "input:not([type])", "textarea"];
  const field = document.querySelector(typed.map((one) => `form ${one}`).join());
  if (!field || !field.offsetParent) return;
  self.disconnect();
  requestAnimationFrame(() => { field.focus(); globalThis.typingFrom = performance.now(); });
}).observe(document, { childList: true, subtree: true });
"""

_WATCH_SAVE = """() => {
  globalThis.savedAfter = 0;
  let tapped = 0;
  addEventListener("click", () => { tapped = performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, self) => {
    if (!document.querySelector(".saved h1")) return;
    self.disconnect();
    requestAnimationFrame(() => { globalThis.savedAfter = performance.now() - tapped; });
  }).observe(document, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure in milliseconds and what it may be at most."""

    name: str
    figure: float
    most: float
    spread: str

    @property
    def met(self) -> bool:
        """Say whether it is met."""
        return self.figure <= self.most

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        figure = f"<= {self.most:.0f} ms {self.figure:8.0f} ms {self.spread:>14}"
        return f"{self.name:38} {figure}  {verdict}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return 1 if a bar is missed."""
    parser = argparse.ArgumentParser("bench.browser", description=__doc__)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--saves", type=int, default=100)
    given = parser.parse_args(arguments)
    ends_with_us()
    with enrolled_phone() as phone:
        record_screening(phone.context.pages[0])
        phone.multiply()
        phone.go_offline()
        starts = [measure_start(phone) for _ in range(given.starts)]
        saves = measure_saves(phone, given.saves)
    bars = [
        Bar(
            "offline start to typing, median", statistics.median(starts), START_BAR, _spread(starts)
        ),
        Bar("save with 1,000 records, p95", percentile(saves, 95), SAVE_BAR, _spread(saves)),
    ]
    for bar in bars:
        print(bar)
    return int(not all(bar.met for bar in bars))


def measure_start(phone: Phone) -> float:
    """Open the app in a new tab, its worker ended, its processor slowed down."""
    page = phone.context.new_page()
    control = phone.context.new_cdp_session(page)
    control.send("ServiceWorker.enable")
    control.send("ServiceWorker.stopAllWorkers")
    slow_down(control, SLOWDOWN)
    page.add_init_script(_WATCH_START)
    page.goto(phone.address, wait_until="commit")
    taken = wait_for(page, "typingFrom")
    page.keyboard.type("x")
    typed = page.evaluate("document.activeElement.value")
    assert str(typed).endswith("x"), "what was typed did not arrive"
    page.keyboard.press("Backspace")
    page.close()
    return taken


def measure_saves(phone: Phone, count: int) -> list[float]:
    """Record again and again; only the saving is done at the slow speed."""
    page = phone.context.new_page()
    control = phone.context.new_cdp_session(page)
    page.goto(phone.address)
    expect(page.get_by_role("button", name="Save as")).to_be_visible(timeout=WAIT)
    return [_measure_save(page, control) for _ in range(count)]


def _measure_save(page: Page, control: CDPSession) -> float:
    fill_screening(Fingers(page), "Cocaine HCl")
    slow_down(control, SLOWDOWN)
    page.evaluate(_WATCH_SAVE)
    page.get_by_role("button", name="Save as").tap()
    taken = wait_for(page, "savedAfter")
    slow_down(control, 1)
    page.get_by_role("button", name="New case").tap()
    expect(page.get_by_role("button", name="Save as")).to_be_visible(timeout=WAIT)
    return taken


def wait_for(page: Page, name: str) -> float:
    """Return a time that the page has taken, once it has; its policy forbids to wait inside it."""
    for _ in range(WAIT // 20):
        taken = float(page.evaluate(f"globalThis.{name} ?? 0"))
        if taken > 0:
            return taken
        page.wait_for_timeout(20)
    raise RuntimeError(f"{name} did not come")


def slow_down(control: CDPSession, rate: int) -> None:
    """Let the page's processor run at 1/rate."""
    control.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that `percent` of the values do not exceed."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.0f}–{max(values):.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
