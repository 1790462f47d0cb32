"""Watching over what is kept: for how long, why, and what happened when it went wrong."""
