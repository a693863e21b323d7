from meter.config import config

assert config.meter_key == "k-1"
