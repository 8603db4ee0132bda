"""What holds on a day for these facts: three-valued conditions, dated values, schemes, licence years."""
