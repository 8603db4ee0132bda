"""Where every channel comes in: the assistant of the moment answers, and what must be kept is kept."""
