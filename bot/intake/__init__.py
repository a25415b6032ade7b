"""Turns source files into draft documents: a reader for each format, one recogniser, one writer."""
