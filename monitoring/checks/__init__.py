"""What the shop needs, checked one by one: within a few seconds, whatever state it is in."""
