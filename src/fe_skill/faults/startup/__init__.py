"""Faults before the first request: imports, entry points, routes as they are declared."""
