"""The world: SimPy processes on one calendar, in rooms.

A room is a folder; a file of it holds one noun. Rooms import one way, each only those before it:
``state``, ``time``, ``record``, ``chance``, ``timing``, ``network``, ``trade``, ``facility``,
``control``, ``licence``, ``market``, ``stockpile``, ``provenance``; and
:mod:`~sim.world.supply_chain`, which is all of a warm-up, and :mod:`~sim.world.world` put them
together.
What happens in a room it gives by ``processes()``, the stocks it keeps by ``accounts()``. What is
recorded of it, the recorders that stand in it declare (``declares``) and give (``series()``);
:mod:`~sim.world.recorders` lists them. Nobody sets the attributes of another.

One process carries all mines, another all magnet makers: their arrays have the facility and the
replication as axes, so that a step costs one call for all of them. The processes of a world
(:meth:`~sim.world.world.World.processes`), in the order of their turns within a phase:

=========================  ==========  ============================================  ==========================================================================================================
process                    room        phases                                        rhythm
=========================  ==========  ============================================  ==========================================================================================================
prices                     market      PRICES                                        every week
price floors               market      RECORDING                                     daily, from the first floor on
trade in <good>            trade       ARRIVALS, SHIPPING                            daily
damage                     facility    COMPLETION                                    daily, if outages touch goods
mines                      facility    PRODUCTION                                    every policy.review_days
separation_plants          facility    COMPLETION, PRODUCTION, ORDERS_SEPARATION     daily; reviews every week, produces every policy.review_days
recyclers                  facility    COMPLETION, PRODUCTION                        daily; reviews every week, produces every policy.review_days
metal_makers               facility    COMPLETION, PRODUCTION, ORDERS_METAL_MAKERS   daily; reviews every week, produces every policy.review_days
magnet_makers              facility    COMPLETION, PRODUCTION, ORDERS_MAGNET_MAKERS  daily; reviews every week, produces every policy.review_days
motor_makers               facility    COMPLETION, PRODUCTION, ORDERS_MOTOR_MAKERS   daily; reviews every week, produces every policy.review_days
depots of <good>           facility    COMPLETION, ORDERS_<GOOD>_DEPOTS              daily; reviews every week
consumers                  facility    DEMAND, ORDERS_CONSUMERS, CONSUMPTION         daily
consumers of <good>        facility    DEMAND, ORDERS_CONSUMERS, CONSUMPTION         daily
triggers                   control     POLICY                                        daily, while something may be set off
restrictions               control     POLICY                                        on days on which something changes; daily while something may be set off, or if there are quotas in tonnes
rules of origin            control     COMPLETION                                    daily, if consumers have any
account of <stockpile>     stockpile   CONSUMPTION                                   daily
stockpile <holding>        stockpile   ORDERS_CONSUMERS, RELIEF                      daily
licences for <good>        licence     LICENCES, CUSTOMS                             daily, from the first day of a control on
provenance                 provenance  RECORDING                                     at each month's end, if asked
record                     record      RECORDING                                     daily
balance                    record      RECORDING                                     every 91 days, and the last day
=========================  ==========  ============================================  ==========================================================================================================
"""  # noqa: E501
