from polls.main import app
from polls.models import Poll

assert app.title == "polls"
assert "answers" in Poll.__table__.columns
