"""Who of the staff may enter, and what each may do."""
