from hive.starting import start

start()
