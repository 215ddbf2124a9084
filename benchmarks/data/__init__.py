"""What the measurements run on: catalogues of any size, and labelled pictures."""
