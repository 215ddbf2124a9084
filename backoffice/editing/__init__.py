"""Forms that two people can have open at once, and that a second click on Save does no harm."""
