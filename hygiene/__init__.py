"""What is wrong in the catalogue: found in the background, shown to staff, mended by a click."""
