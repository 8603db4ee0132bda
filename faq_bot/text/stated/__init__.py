"""Facts about the asker, read from what he says: days, numbers, places, services, yes and no."""
