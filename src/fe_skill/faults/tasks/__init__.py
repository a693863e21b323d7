"""Faults of event loops, tests and what runs beside a request."""
