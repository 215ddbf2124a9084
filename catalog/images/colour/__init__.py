"""Colours of pictures that say in a few numbers, without a profile, what their colours mean."""
