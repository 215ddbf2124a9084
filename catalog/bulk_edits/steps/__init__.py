"""A batch of a bulk edit: changed, deleted or undone, in one transaction."""
