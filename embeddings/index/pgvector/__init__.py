"""pgvector's HNSW index, and an exact scan where it is of no use: PostgreSQL does all the work."""
