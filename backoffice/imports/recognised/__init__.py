"""What was recognised of a file, shown beside its first lines, and corrected by staff."""
