"""The rules of what people tell, without database, clock or texts for people."""
