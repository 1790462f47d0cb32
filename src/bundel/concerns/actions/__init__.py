"""What people do with a concern."""
