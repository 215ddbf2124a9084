"""Products as other programs write them, one at a time or the stock of a thousand.

Each change stands in the history with the name of the machine that made it.
"""
