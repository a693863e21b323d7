from billing.sums import doubled

print(doubled())
