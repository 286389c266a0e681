"""What an expert would check on paper, plain Python."""
