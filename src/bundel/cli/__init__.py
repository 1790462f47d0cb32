"""The door for the terminal: running Bundel, and its engines as filters."""
