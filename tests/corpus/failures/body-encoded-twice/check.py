from helpers import posted

assert posted({"name": "rye"}).status_code == 200
