"""Lists of products that a shopper narrows: what is chosen, what may be, and the page itself."""
