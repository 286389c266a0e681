"""What an entry is, and when it balances. Plain Python."""
