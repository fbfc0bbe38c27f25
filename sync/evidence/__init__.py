"""Evidence bundles: what is chosen, gathered and exported."""
