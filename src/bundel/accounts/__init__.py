"""People who sign in, what each may do, and the one door to what is sealed."""
