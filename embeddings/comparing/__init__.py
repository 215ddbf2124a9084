"""Which pictures are compared: not those that many unrelated products show, nor blank ones."""
