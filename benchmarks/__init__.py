"""Measures of speed (`make bench`) and of understanding (`make evaluate`)."""
