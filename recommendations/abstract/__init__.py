"""What rules and looks have in common: who decided them, and for how long they hold."""
