"""Where somebody is logged in: seen, kept for a while, ended."""
