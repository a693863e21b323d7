from app import app
from settings import settings

assert settings.cors_origins == ["https://a.example", "https://b.example"]
