"""What an engine beside PostgreSQL is told: all there is, then every change; and comparisons."""
