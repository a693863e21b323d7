"""Failures whose cause is outside the project."""
