"""Tests; a package only so that `python -m tests.house` finds its parts."""
