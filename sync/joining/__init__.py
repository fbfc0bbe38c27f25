"""How a browser joins a logbook: invites, admission, enrolment."""
