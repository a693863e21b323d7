from mill.app import app

assert app.title == "Mill"
