"""A picture of every screen and state, in both sizes, both lights and two languages."""
