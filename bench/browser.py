"""The app in Chromium at a quarter of the processor's speed, with no server: start and save.

Bar 7 of the first issue. Times are taken inside the page, by its own clock: from the navigation
to the frame that shows a text field with the focus, and from the tap on Save to the frame that
says that it is saved. The browser runs already; the worker of the app does not. While a time is
taken no script asks the page anything: what asks is slowed down like the page itself. The load of
the machine is printed beside, because the slowdown multiplies every wait for a processor.
"""

import argparse
import math
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, expect

from bench.devtools import DevTools, plain_browser
from bench.phone import WAIT, Phone, enrolled_phone
from bench.processes import ends_with_us
from tests.e2e.officer import Fingers, fill_screening, record_screening

SLOWDOWN = 4
START_BAR, SAVE_BAR = 500.0, 250.0
"""Milliseconds: median of starts, 95th percentile of saves."""

_TELL = "measured"
"""The function by which a page tells its time."""

_SCREEN = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}

# A task with the rank of an input, after the callback of a frame: the frame is then laid out and
# painted, and what is typed arrives.
_WATCH_START = """
new MutationObserver((_, self) => {
  const typed = ["input[type=text]", "input:not([type])", "textarea"];
  const field = document.querySelector(typed.map((one) => `form ${one}`).join());
  if (!field) return;
  self.disconnect();
  requestAnimationFrame(() => {
    field.focus();
    scheduler.postTask(() => measured(`${performance.now()}`), { priority: "user-blocking" });
  });
}).observe(document, { childList: true, subtree: true });
"""

_WATCH_SAVE = """() => {
  let tapped = 0;
  addEventListener("click", () => { tapped = performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, self) => {
    if (!document.querySelector(".saved h1")) return;
    self.disconnect();
    requestAnimationFrame(() => scheduler.postTask(
      () => measured(`${performance.now() - tapped}`), { priority: "user-blocking" }));
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
        saves = measure_saves(phone, given.saves)
        starts = measure_starts(phone, given.starts)
    bars = [
        Bar(
            "offline start to typing, median", statistics.median(starts), START_BAR, _spread(starts)
        ),
        Bar("save with 1,000 records, p95", percentile(saves, 95), SAVE_BAR, _spread(saves)),
    ]
    for bar in bars:
        print(bar)
    print(f"load of the machine, average of a minute: {os.getloadavg()[0]:.1f}")
    return int(not all(bar.met for bar in bars))


def measure_starts(phone: Phone, count: int) -> list[float]:
    """Open the app again and again, in a browser with nothing else in it."""
    phone.context.close()
    with plain_browser(phone.profile) as browser:
        return [_measure_start(browser, phone.address) for _ in range(count)]


def _measure_start(browser: DevTools, address: str) -> float:
    """Open the app in a new tab, its worker ended, its processor slowed down."""
    tab = str(browser.ask("Target.createTarget", url="about:blank")["targetId"])
    page = str(browser.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"])
    for command in ("enable", "stopAllWorkers", "disable"):
        browser.ask(f"ServiceWorker.{command}", page)
    browser.ask("Emulation.setDeviceMetricsOverride", page, **_SCREEN)
    browser.ask("Emulation.setCPUThrottlingRate", page, rate=SLOWDOWN)
    browser.ask("Runtime.enable", page)
    browser.ask("Runtime.addBinding", page, name=_TELL)
    browser.ask("Page.enable", page)
    browser.ask("Page.addScriptToEvaluateOnNewDocument", page, source=_WATCH_START)
    browser.ask("Page.navigate", page, url=address)
    taken = float(browser.wait_for("Runtime.bindingCalled", page)["payload"])
    browser.ask("Input.insertText", page, text="x")
    typed = browser.ask("Runtime.evaluate", page, expression="document.activeElement.value")
    assert str(typed["result"].get("value")).endswith("x"), "what was typed did not arrive"
    browser.ask("Target.closeTarget", targetId=tab)
    return taken


def measure_saves(phone: Phone, count: int) -> list[float]:
    """Record again and again; only the saving is done at the slow speed."""
    page = phone.context.new_page()
    control = phone.context.new_cdp_session(page)
    page.goto(phone.address)
    expect(page.get_by_role("button", name="Save as")).to_be_visible(timeout=WAIT)
    watch = Watch(page, control)
    return [_measure_save(page, control, watch) for _ in range(count)]


def _measure_save(page: Page, control: CDPSession, watch: "Watch") -> float:
    fill_screening(Fingers(page), "Cocaine HCl")
    slow_down(control, SLOWDOWN)
    page.evaluate(_WATCH_SAVE)
    page.get_by_role("button", name="Save as").tap()
    taken = watch.take()
    slow_down(control, 1)
    page.get_by_role("button", name="New case").tap()
    expect(page.get_by_role("button", name="Save as")).to_be_visible(timeout=WAIT)
    return taken


class Watch:
    """Hears the times that a page tells, without asking it."""

    def __init__(self, page: Page, control: CDPSession) -> None:
        """Give the page, and those it goes to, the function to tell them with."""
        self._page = page
        self._told: list[float] = []
        control.on("Runtime.bindingCalled", self._note)
        control.send("Runtime.enable")
        control.send("Runtime.addBinding", {"name": _TELL})

    def _note(self, call: dict[str, str]) -> None:
        if call["name"] == _TELL:
            self._told.append(float(call["payload"]))

    def take(self) -> float:
        """Return the next time, once it has been told."""
        for _ in range(WAIT // 20):
            if self._told:
                return self._told.pop(0)
            self._page.wait_for_timeout(20)
        raise RuntimeError("the page told no time")


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
