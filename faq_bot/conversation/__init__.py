"""One turn of talk: what to answer, what to ask next, how it is worded."""
