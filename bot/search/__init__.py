"""Which section of a car's document answers a message, with what certainty, and which of its lines."""
