"""Files that people send along: looked at by content, cleaned, sealed and kept."""
