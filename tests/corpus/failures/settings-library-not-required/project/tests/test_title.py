def test_title(app):
    assert app.title == "api"
