"""Rules about what runs on the event loop."""
