"""The web chat's server: conversations by token, their history, live streams, and the shop's pages."""
