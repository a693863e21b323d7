"""Faults that a client sees: 401, 403, 404, 405, 422."""
