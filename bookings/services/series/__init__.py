"""What staff do with what repeats: book it, change it, end it; and what writes it on by itself."""
