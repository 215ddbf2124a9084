"""What a product page is made of, beside its view."""
