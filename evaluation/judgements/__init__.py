"""What people say of pairs of products; kept by product, so that any space is graded by it."""
