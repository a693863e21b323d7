from service.main import app

assert app.title == "Service"
