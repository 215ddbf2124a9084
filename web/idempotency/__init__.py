"""The same request sent twice is done once: whoever lost an answer may simply ask again."""
