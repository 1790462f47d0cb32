"""Guests: somebody outside reads one thing by a link, and answers it."""
