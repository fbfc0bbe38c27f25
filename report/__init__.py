"""The printed report: a PDF/A-3 made of a verified bundle, which it encloses (docs/evidence.md)."""
