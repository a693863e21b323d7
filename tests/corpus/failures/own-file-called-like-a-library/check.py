from application import app

assert app.title == "Hello"
