"""The pages of one import: its numbers, its rows, how far it is."""
