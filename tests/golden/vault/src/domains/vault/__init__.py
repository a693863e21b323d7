"""Tags, boxes and secrets."""
