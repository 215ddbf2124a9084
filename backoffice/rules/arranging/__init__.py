"""The page on which staff arrange the similar items of one product."""
