"""The arithmetic of trust: vectors, and properties over whatever Hypothesis finds."""
