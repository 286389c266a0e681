"""Pages about accounts, by what they are for."""
