"""Files that appear whole or not at all, and reading where others can write."""
