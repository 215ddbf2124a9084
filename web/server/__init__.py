"""How web processes read requests: all of one arrives before a thread is given to it."""
