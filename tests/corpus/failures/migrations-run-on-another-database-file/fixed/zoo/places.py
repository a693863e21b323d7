DATABASE = "sqlite+aiosqlite:///ops/zoo.db"
