"""The shop's side: the shop's own facts, tickets, what was not answered, and how long that is kept."""
