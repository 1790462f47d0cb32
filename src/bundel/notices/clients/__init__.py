"""Other systems that notices talk to."""
