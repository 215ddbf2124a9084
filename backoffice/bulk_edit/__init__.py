"""Many products changed or deleted at once: chosen in their list, previewed, done, undone."""
