"""Faults of Pydantic: responses, settings, schemas."""
