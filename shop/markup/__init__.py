"""Markup that stands on a page by the dozen, put together without templates.

A card, a picture and a box to tick are small, and a template spends ten times as long on its own
machinery as on what they say (docs/benchmarks.md, "Where a product page's time goes").
"""
