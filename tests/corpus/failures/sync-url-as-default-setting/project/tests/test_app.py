from members.app import app


def test_title():
    assert app.title == "members.db"
