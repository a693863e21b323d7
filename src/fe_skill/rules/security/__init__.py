"""Rules about who may call, and secrets."""
