"""The pages around the answers: entries, lists, search, calculator, what the service says of itself."""
