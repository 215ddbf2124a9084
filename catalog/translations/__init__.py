"""Names and descriptions in the languages that the shop's pages are read in."""
