"""Texts under lock: sealing, opening, and destroying the key."""
