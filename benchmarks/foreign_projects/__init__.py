"""add-domain on projects that others made; see __main__.py."""
