"""Triage, the plan of methods, and the step cursor: pure functions over the library, without clock or framework."""
