"""The only modules that load an encoder of a shop's own: in workers, and in the suite's process."""
