from crm.database import prepare

prepare()
