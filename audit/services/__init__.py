"""What is written about the record itself: seals, undoing by it, looks through it, who looked at whom."""
