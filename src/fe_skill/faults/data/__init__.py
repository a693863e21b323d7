"""Faults between the session and the database: constraints, drivers, pools."""
