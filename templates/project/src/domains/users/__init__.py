"""The accounts of the service: registering, signing in, and who one is."""
