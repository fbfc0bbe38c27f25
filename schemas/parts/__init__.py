"""The content of entries, cut along who may see it and how long it may live."""
