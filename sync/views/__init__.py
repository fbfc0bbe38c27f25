"""What reading routes answer, made from the projections and the log."""
