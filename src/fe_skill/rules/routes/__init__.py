"""Rules about paths, methods and how routes are reached."""
