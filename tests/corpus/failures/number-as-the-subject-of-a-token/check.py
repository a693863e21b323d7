from gatehouse.issue import issue
from gatehouse.verify import number_of

assert number_of(issue(7)) == 7
