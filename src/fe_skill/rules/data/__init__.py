"""Rules about models, sessions and queries."""
