"""Searches that found nothing: what shoppers want and the shop lacks, or calls otherwise.

What somebody types may be personal. So words are folded, long ones and such as hold addresses or
numbers are dropped, nobody's address or time of day is kept with them, and all go after months.
"""
