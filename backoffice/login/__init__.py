"""How staff come in: the password first, then a code where they have set up a second factor."""
