"""Pages in several languages, each at an address of its own."""
