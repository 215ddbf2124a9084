"""What words look like, for pages where a search by words finds little."""
