"""Rasa SDK actions: each a thin adapter from tracker to guide and back."""
