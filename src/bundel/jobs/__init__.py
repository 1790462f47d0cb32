"""The door for the clock: actions that run later, or every night."""
