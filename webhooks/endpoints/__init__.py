"""Who is told of changes: their addresses, secrets, and how they do."""
