"""The similarity lab: two ways to answer side by side, why, and what people say of it."""
