"""The two sides of the lab: how each is asked, and what it shows."""
