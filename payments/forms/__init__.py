"""What is typed about money, as typed values."""
