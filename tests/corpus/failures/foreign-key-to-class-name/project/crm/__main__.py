from crm.database import prepare

prepare()
print("ready")
