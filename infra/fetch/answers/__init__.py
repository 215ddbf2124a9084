"""What a server's answer says: the body within its bounds, its validators, and its refusals."""
