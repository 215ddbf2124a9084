"""For whoever is on call: health, readiness, metrics."""
