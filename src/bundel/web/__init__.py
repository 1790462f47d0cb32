"""The door for browsers: pages, forms and what they look like."""
