from choir.people import first_singer

print(first_singer())
