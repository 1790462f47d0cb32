"""Views: plain functions, one for each address."""
