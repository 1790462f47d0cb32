"""Safe numbers: which cells of a table stay hidden, and what an attacker can still work out (docs/reference)."""
