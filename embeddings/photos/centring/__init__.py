"""What a shop learns from shoppers' photos: their mean and how alike they are to its pictures.

Nothing but sums over ten photos or more is kept: no photo, and no vector of a single one
(docs/adr/0016-the-mean-of-photos.md).
"""
