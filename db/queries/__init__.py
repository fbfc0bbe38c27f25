"""Named questions behind lists, reviews, bundles and erasures."""
