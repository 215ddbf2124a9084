"""PostgreSQL in shards: one coordinator asks many servers by its own postgres_fdw."""
