"""Curbside: a car service shop's assistant, drawn from the shop's own documents."""
