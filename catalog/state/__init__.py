"""In which state the catalogue is, and what is worked out once for each."""
