"""Keys of the API: who a machine is, what it may do, and how often.

`find_key` says whose a secret is; `make_key` and `rotate` make secrets, which are shown once.
"""
