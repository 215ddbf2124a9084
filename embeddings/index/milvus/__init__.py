"""Copies of vectors in Milvus, through pymilvus, which only a shop that wants it installs."""
