from application import app

print(app.title)
