from garage.crud.base import Crud
from garage.tables import Car

cars = Crud(Car)
