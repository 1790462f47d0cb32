"""The gate: the one way a copy of a card goes from one workspace to another."""
