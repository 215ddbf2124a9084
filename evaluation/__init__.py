"""How good a space is by what the catalogue knows: grades, comparison, tuning."""
