"""Shapes that go with it: hats, scarves, watches."""
