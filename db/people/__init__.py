"""Who may sign in, join or sign: accounts, sessions, invites, keys, units and persons."""
