"""What is typed about messages, as values."""
