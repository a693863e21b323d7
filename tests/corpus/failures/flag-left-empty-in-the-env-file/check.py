from lantern.knobs import knobs

assert knobs.verbose is False
