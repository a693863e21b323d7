import warnings

from app.main import app

with warnings.catch_warnings():
    warnings.simplefilter("error")
    assert app.openapi()
