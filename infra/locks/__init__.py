"""Who may go on: others wait for a lock, one shows that it lives, one that is away is let be."""
