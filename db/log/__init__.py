"""The log in the database: entries, parts, heads, tree nodes, and where each entry belongs."""
