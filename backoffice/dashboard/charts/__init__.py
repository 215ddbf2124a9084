"""Charts as SVG, drawn on the server, each with its figures as a table for those who read."""
