"""What the attributes of products are called, and which values they have."""
