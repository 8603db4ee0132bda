"""Teams: the activity of an outgoing webhook becomes a message, a reply becomes an Adaptive Card."""
