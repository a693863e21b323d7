from billing.sums import doubled

assert doubled() == 24
