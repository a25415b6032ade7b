"""Rasa NLU components of our own: n-grams beside the sentence vector, and the classifier over both."""
