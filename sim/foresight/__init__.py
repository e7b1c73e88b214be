"""What perfect foresight could have saved: a lower bound on unmet demand, by linear programming.

The world's network is expanded over the days of a replication: output, shipments, releases and use
of every day are variables. The planner knows all that will happen, may buy on any lane whatever
its share, may ship, release and make whenever he likes, and starts from the state in which the run
starts. Capacities, outages, controls, transit, yields and recipes are its own. So no
rule of ordering, making or releasing can leave less demand unmet.

Needs SciPy: ``pip install 'shortfall[analysis]'``.
"""
