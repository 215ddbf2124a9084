"""What is to be told: noted by the database, made into messages, kept a while."""
