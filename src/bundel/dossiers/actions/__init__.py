"""The acts of dossiers."""
