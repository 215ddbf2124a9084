"""Where two pictures match: asked by a web process, looked at by a worker, kept in the cache."""
