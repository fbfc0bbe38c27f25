"""Clock stories and the flags they raise."""

from dataclasses import dataclass

import pytest

from proof.times import time_flags
from schemas.entry import Anchor, Header
from schemas.stamp import Flag

NONE = "A" * 43
BOOT, OTHER_BOOT = "AAAAAAAAAAA", "AAAAAAAAAAE"
ANCHOR = Anchor(epoch=1, size=4, root=NONE)


@dataclass(frozen=True)
class Story:
    """What an entry claims, and what the log knows around it."""

    at: str
    received: str = "2026-11-22T09:00:10.000+00:00"
    anchored: str = "2026-11-22T07:00:00.000+00:00"
    before: str = ""
    ran: int = 0
    same_page: bool = True


STORIES = {
    "an honest clock, sent at once": (Story("2026-11-22T10:00:00.000+01:00"), []),
    "a clock that is a little ahead": (Story("2026-11-22T09:02:00.000+00:00"), []),
    "a clock that is an hour ahead": (Story("2026-11-22T10:00:00.000+00:00"), ["at_after_receipt"]),
    "before the tree it knew": (Story("2026-11-22T06:00:00.000+00:00"), ["at_before_anchor"]),
    "no tree known": (Story("2026-11-22T06:00:00.000+00:00", anchored=""), []),
    "three days and a second": (
        Story("2026-11-19T09:00:09.000+00:00", anchored=""), ["late_sync"]),
    "three days to the second": (Story("2026-11-19T09:00:10.000+00:00", anchored=""), []),
    "earlier than the entry before": (
        Story("2026-11-22T08:00:00.000+00:00", before="2026-11-22T08:10:00.000+00:00",
              same_page=False), ["at_regression"]),
    "a later hour in an earlier zone": (
        Story("2026-11-22T08:00:00.000-01:00", before="2026-11-22T08:59:00.000+00:00",
              same_page=False), []),
    "the phone slept in a pocket": (
        Story("2026-11-22T08:40:00.000+00:00", before="2026-11-22T08:00:00.000+00:00",
              ran=1000), []),
    "set back while the page ran": (
        Story("2026-11-22T08:01:00.000+00:00", before="2026-11-22T08:00:00.000+00:00",
              ran=3_600_000), ["mono_mismatch"]),
    "a monotonic clock that runs backwards": (
        Story("2026-11-22T08:01:00.000+00:00", before="2026-11-22T08:00:00.000+00:00",
              ran=-1), ["mono_mismatch"]),
    "summer time ends while the page runs": (
        Story("2026-10-25T02:10:00.000+01:00", before="2026-10-25T02:50:00.000+02:00",
              received="2026-10-25T01:11:00.000+00:00", anchored="", ran=1_200_000), []),
    "after 2038": (
        Story("2040-01-01T00:00:00.000+00:00", received="2040-01-01T00:00:01.000+00:00"), []),
}  # fmt: skip


@pytest.mark.parametrize(("story", "flags"), STORIES.values(), ids=STORIES)
def test_a_story_raises_its_flags(story: Story, flags: list[str]) -> None:
    """Every clock story of the field, and what is said of it."""
    previous = _header(story.before, BOOT, 5000) if story.before else None
    boot = BOOT if story.same_page else OTHER_BOOT
    header = _header(story.at, boot, max(5000 + story.ran, 0))
    found = time_flags(header, story.received, story.anchored, previous)
    assert found == tuple(map(Flag, flags))


def _header(at: str, boot: str, mono: int) -> Header:
    name = "0193a000-0000-7000-8000-000000000001"
    return Header(
        v=1, logbook=name, kind="screening.recorded/1", subject=name, follows=[], key=NONE, seq=2,
        prev=NONE, at=at, boot=boot, mono=mono, anchor=ANCHOR, app=NONE, parts={"reading": NONE},
    )  # fmt: skip
