"""Pictures that staff have uploaded for a form which they have not saved yet."""
