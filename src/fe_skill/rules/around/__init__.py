"""Rules about logging, types and layout."""
