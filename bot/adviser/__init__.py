"""One turn from what was read to the card: the adviser asks guide and search, and the reply puts it into words."""
