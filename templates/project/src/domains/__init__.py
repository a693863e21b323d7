"""One package a domain, each with models, schemas, routers and services."""
