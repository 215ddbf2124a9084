"""The ground floor: what knows no shop. Statements, files, Redis clients, messages."""
