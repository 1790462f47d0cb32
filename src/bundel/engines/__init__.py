"""Pure engines: law, text, numbers and networks, each usable by itself."""
