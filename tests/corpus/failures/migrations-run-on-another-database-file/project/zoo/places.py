DATABASE = "sqlite+aiosqlite:///zoo.db"  # <- here
