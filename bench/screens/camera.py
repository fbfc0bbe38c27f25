"""Takes the pictures of one screen: two sizes, light and dark, English and Serbian Cyrillic."""

from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

SIZES = {"360x740": (360, 740), "1280x900": (1280, 900)}
LANGUAGES = ("en", "sr-Cyrl")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# By the app's own buttons and without a reload, so that a half-typed form or a dialog stays.
_SPEAK = """async (wish) => {
  for (let tried = 0; tried < 20 && document.documentElement.lang !== wish; tried += 1) {
    document.querySelector(`button[lang="${wish}"]`)?.click();
    await new Promise((next) => setTimeout(next, 60));
  }
  return document.documentElement.lang;
}"""
_LIGHT = "(theme) => { document.documentElement.dataset.theme = theme; }"
_SETTLED = """() => Promise.all(document.getAnimations().map((one) => one.finished))
  .then(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))))"""


class Camera:
    """Writes pictures into a folder and counts them."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty folder."""
        self.folder = folder
        self.taken = 0
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()

    def shoot(self, page: Page, name: str) -> None:
        """Take all pictures of what the page shows now; leave the page as it was."""
        before = page.viewport_size
        for language, (size, (width, height)) in product(LANGUAGES, SIZES.items()):
            page.set_viewport_size({"width": width, "height": height})
            spoken = page.evaluate(_SPEAK, language)
            assert spoken == language, f"{name}: the page speaks {spoken}"
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # verify.html has no other way
                page.evaluate(_LIGHT, theme)
                page.evaluate(_SETTLED)
                path = self.folder / f"{name}.{size}.{theme}.{language}.png"
                page.screenshot(path=path, full_page=True)
                self.taken += 1
        page.evaluate(_LIGHT, "light")
        page.evaluate(_SPEAK, "en")
        if before:
            page.set_viewport_size(before)
