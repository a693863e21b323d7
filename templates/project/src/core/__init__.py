"""What every domain stands on: settings, database, errors, security, observability."""
