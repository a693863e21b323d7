from bank.account import Account, Base
from bank.transfer import Transfer
