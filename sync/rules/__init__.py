"""Which entries count: who may state what, about what, following what."""
