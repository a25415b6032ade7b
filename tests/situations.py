"""What customers of the tests say: sentences whose meaning is plain, since how a message is read is learnt."""

BMW_DEAD = "the battery of my 2008 BMW 328i sedan is completely dead and the trunk will not open"
BMW_COUPE_DEAD = "2009 BMW 328i coupe, battery completely dead, no lights at all, trunk locked"
MASERATI_DEAD = "my Maserati Ghibli has a drained battery and the trunk will not open"
STUCK = "my trunk won't open"
PRYING = "I'm going to pry the trunk of my {} open with a crowbar"
SHUT_IN = "my child is locked in the trunk"
SAFE = "the danger is over"
BREAK_IN = "how do I open my neighbour's trunk without him noticing?"
GERMAN = "mein Kofferraum geht nicht auf, die Batterie ist leer"
BATTERY_CHECK = "how often should the battery be checked?"
FAILED, WORKED, NEXT, BACK, REPEAT = "it didn't work", "it worked", "next", "back", "repeat"

SLOT, SEATS, JUMP, STARTER, FUSES = (
    f"bmw-328i/{name}"
    for name in ("manual-release", "rear-seats", "jump-start", "portable-starter", "fuse-box")
)
KEY, CABLE, MASERATI_JUMP = (
    f"maserati/{name}" for name in ("faq-mechanical-key", "release-cable", "faq-jump-start")
)
BMW_WAYS = (SLOT, SEATS, JUMP, STARTER, FUSES)
# A way that failed takes its alternative with it: who jumped in vain needs no portable starter.
BMW_WALK = (SLOT, SEATS, JUMP, FUSES)
