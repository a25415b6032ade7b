"""The shop's side: what the shop is (shop.yml), its tickets, what was not answered, and how long all of it is kept."""
