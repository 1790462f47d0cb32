"""Workspaces, who is a member of them, and the fence between them."""
