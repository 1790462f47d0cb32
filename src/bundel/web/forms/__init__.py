"""Checking what people typed: shape and length; the rules are in the subjects."""
