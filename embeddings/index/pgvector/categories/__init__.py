"""An index of its own for each big category: what a filter by category searches."""
