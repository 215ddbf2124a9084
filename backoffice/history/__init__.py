"""Who changed what, from what to what: the history page of everything that staff edit."""
