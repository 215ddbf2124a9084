"""Words that mean the same to shoppers."""
