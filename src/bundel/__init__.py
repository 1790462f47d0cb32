"""Bundel: from what one person runs into to an answer for everyone."""
