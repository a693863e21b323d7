from crm.models.company import Company
from crm.models.contact import Contact
from crm.models.core import Base
