from garden.planting import planted

print(planted(["rose", "ivy"]))
