"""What may be asked: every parameter with its bounds; any other is refused by name.

A bound holds before anything is made of a value: the length of a text before it is split, the
length of a list before its entries are looked at (DRF itself looks at the entries first).
"""
