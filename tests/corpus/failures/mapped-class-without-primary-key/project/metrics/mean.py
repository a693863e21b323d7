from metrics.samples import Sample


def mean(samples: list[Sample]) -> float:
    return sum(sample.value for sample in samples) / len(samples)
