from metrics.mean import mean
from metrics.samples import Sample

assert mean([Sample(sensor="a", second=1, value=4.0)]) == 4.0
assert Sample.__table__.primary_key.columns
