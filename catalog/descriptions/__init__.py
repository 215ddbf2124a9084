"""Descriptions as staff and suppliers write them: plain text, or HTML of another shop."""
