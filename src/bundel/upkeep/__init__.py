"""Keeping the instance in order: how it stands, what is wrong, and what the operator does about it."""
