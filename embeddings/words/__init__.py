"""What the shop's words look like in a space: learnt, graded, kept with the space, and read."""
