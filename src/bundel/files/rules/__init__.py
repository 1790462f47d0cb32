"""What comes in as a file: which kinds, how large, under which name."""
