from members.app import app

assert app.title == "members.db"
