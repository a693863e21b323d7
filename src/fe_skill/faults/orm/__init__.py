"""Faults of SQLAlchemy: sessions, loading, mapping."""
