"""Shapes for tables and sills: mugs, planters, tableware, vases."""
