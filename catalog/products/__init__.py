"""What happens to products by themselves, and what is made of them."""
