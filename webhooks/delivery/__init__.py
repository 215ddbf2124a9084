"""Messages on their way: claimed, signed, sent, and noted what came of it."""
