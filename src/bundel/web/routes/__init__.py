"""The addresses of Bundel, a file for each part of the house."""
