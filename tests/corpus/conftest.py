"""Keep pytest out of the projects: their tests are parts of cases."""

collect_ignore = ["failures", "noise"]
