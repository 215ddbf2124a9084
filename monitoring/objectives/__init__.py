"""What the shop promises of its answers (service level objectives), and how far it keeps to it.

Each process counts in its memory and tells the cache every two seconds (`counting`); a worker moves
the counts into a table each minute (`keeping`); windows are read from both (`reading`). A request
costs no statement and no question to the cache, and nothing is lost while the cache is away.
"""
