"""``python -m sim`` is the command ``shortfall``."""

from sim.cli import main

if __name__ == "__main__":
    main(prog_name="shortfall")
