"""How the shop was, minute by minute: samples that a worker takes, and what is read out of them."""
