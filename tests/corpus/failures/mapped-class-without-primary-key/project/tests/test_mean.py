from metrics.mean import mean
from metrics.samples import Sample


def test_mean():
    samples = [Sample(sensor="a", second=1, value=1.0), Sample(sensor="a", second=2, value=3.0)]
    assert mean(samples) == 2.0
