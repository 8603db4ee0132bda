"""Changes to knowledge files: FAQ tables brought in as entries."""
