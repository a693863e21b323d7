from app.ticker import Ticker

ticker = Ticker()  # <- here
