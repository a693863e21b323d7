"""The service: `main` puts it together, `core` carries it, `domains` do its work."""
