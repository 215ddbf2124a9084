"""What an engine beside PostgreSQL is told: all there is at first, then every change, and checks."""
