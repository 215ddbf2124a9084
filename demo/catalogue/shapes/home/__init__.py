"""Shapes for rooms: seats, cushions, lamps, rugs."""
