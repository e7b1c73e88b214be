"""``python -m sim`` is the command ``shortfall``."""

from sim.start import start

if __name__ == "__main__":
    start()
