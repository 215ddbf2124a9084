"""What the scripts of a product's page ask, and pages about pictures alone."""
