from relay.options import options

assert options.broker.host == "mq"
