"""`verbatim audit`: the whole log, checked again and rebuilt beside the live tables."""
