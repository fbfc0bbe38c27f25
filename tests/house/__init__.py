"""What this repository asks of itself beyond what ruff, mypy and import-linter check."""
