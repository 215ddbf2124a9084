"""What each role starts with, given once."""
