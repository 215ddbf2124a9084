"""What a shop takes of its machine: memory, time to start, room on disk."""
