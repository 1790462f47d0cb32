"""Places outside this machine where files may be kept."""
