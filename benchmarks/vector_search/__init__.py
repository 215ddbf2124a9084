"""The parts of the measurement of searches: ours, its baselines, and what is right."""
