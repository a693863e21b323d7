import sys

sys.path.insert(0, "src")

from gate.issue import issue
from gate.verify import verify

assert verify(issue("ada")) == "ada"
