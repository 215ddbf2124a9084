"""Pictures that a file names, against those that its products have."""
