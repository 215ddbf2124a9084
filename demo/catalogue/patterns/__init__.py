"""What covers a product: patterns as tiles, and how they are laid on a surface."""
