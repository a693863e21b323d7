import re

ports = re.findall(r"--port (\d+)", open("Procfile").read())
assert len(set(ports)) == 2
