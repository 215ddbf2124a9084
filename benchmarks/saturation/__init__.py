"""How many requests a second a shop takes before it breaks its promises: `make load`.

Requests come as shoppers make them and when they are due, whether the shop keeps up or not: each
is timed from when it should have been sent (open loop), so that a shop that stands still looks as
bad as it is. Rates double until the promise breaks, and then close in on where it does.
"""
