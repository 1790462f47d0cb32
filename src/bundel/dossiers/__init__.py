"""Dossiers: what many people run into, taken to who decides, until something changes."""
