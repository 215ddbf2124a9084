"""What is answered where there is nothing, or nothing just now."""
