"""What people tell: the sealed story, the card without the person, the receipt, and the way back."""
