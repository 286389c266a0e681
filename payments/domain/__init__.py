"""How a refund is spread, what of a tax a part carries, what a till should hold. Plain Python."""
