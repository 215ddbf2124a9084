"""Connections to addresses that were checked, and to no others."""
