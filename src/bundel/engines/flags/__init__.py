"""What asks for a second look before others see a text: threats, accusations of somebody named, abuse, spam.

Own word patterns, kept as data in `flags.toml`; nothing leaves the machine. A flag decides nothing: a person does.
"""

from bundel.engines.flags.finding import Flag, Kind, find, kinds

__all__ = ["Flag", "Kind", "find", "kinds"]
