from uvicorn.importer import import_from_string

words = open("Procfile").read().split()
assert import_from_string(words[words.index("uvicorn") + 1]).title
