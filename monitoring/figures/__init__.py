"""The shop in figures, each at a bounded cost: counted now where little is there, else sampled."""
