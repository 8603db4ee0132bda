"""The pages of the staff: log-in, sessions, and what each role may do."""
