"""Who may come in: log-in attempts counted, second factor, sessions, what each role starts with."""
