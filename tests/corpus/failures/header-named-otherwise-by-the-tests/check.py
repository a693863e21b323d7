from asking import ask

assert ask("/locks").status_code == 200
