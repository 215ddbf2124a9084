"""What the faces share over HTTP: rate limits, body limit, media, the answer 503."""
