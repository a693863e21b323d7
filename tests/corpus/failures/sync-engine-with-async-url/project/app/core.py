from sqlalchemy import create_engine

DATABASE_URL = "sqlite+aiosqlite:///app.db"
engine = create_engine(DATABASE_URL)  # <- here
