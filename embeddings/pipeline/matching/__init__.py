"""Where two pictures match: each cell's share of the cosine, from one more look at both."""
