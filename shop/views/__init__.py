"""One room for each page."""
