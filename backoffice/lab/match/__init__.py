"""Where two pictures match."""
