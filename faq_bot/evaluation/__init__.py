"""Question files, figures, reports."""
