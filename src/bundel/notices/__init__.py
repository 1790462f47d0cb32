"""Mail to people: in their language, and never with anything personal in it."""
