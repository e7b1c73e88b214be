"""What a scenario file may say, one block a file.

The classes here are the single source of the file format: they validate a scenario, their
docstrings become the JSON Schema that editors use, and ``shortfall explain`` prints from them.
"""

from sim.scenario.chain import Form, Good
from sim.scenario.schema.base import Block
from sim.scenario.schema.branching import Branching
from sim.scenario.schema.consumer import CatchUp, Consumer
from sim.scenario.schema.disruption.effect import Recovery
from sim.scenario.schema.disruption.kinds import Disruption
from sim.scenario.schema.distribution import Distribution, Number
from sim.scenario.schema.emergency import Emergency
from sim.scenario.schema.facility import (
    Depot,
    MagnetMaker,
    Maker,
    MetalMaker,
    Mine,
    MotorMaker,
    Recycler,
    Season,
    SeparationPlant,
)
from sim.scenario.schema.fill import Fill
from sim.scenario.schema.finance import Finance, FixedPrice
from sim.scenario.schema.firms import Firms
from sim.scenario.schema.flow import Flow
from sim.scenario.schema.grey import Grey
from sim.scenario.schema.lane import Lane
from sim.scenario.schema.learning import Learning, Regions
from sim.scenario.schema.licence import EndUse, General, Inspection, Licence, LicenceTerms
from sim.scenario.schema.market import (
    Bloc,
    DemandResponse,
    Market,
    PriceFloor,
    ProjectPrice,
    SupplyResponse,
)
from sim.scenario.schema.material import Element, Grade
from sim.scenario.schema.milestone import Milestone
from sim.scenario.schema.origin_rule import OriginRule
from sim.scenario.schema.output import Output, Point
from sim.scenario.schema.project import Project, Rise
from sim.scenario.schema.qualification import Qualification
from sim.scenario.schema.release import Refill, Release
from sim.scenario.schema.scenario import Measures, Policy, Scenario
from sim.scenario.schema.schedule import InCommon, ProjectKind, Schedule
from sim.scenario.schema.source import Source
from sim.scenario.schema.stockpile import Holding, Member, Stockpile
from sim.scenario.schema.surge import Surge
from sim.scenario.schema.trigger import Trigger
from sim.scenario.schema.uncertainty import Uncertainty

__all__ = [
    "Bloc",
    "Block",
    "Branching",
    "CatchUp",
    "Consumer",
    "DemandResponse",
    "Depot",
    "Disruption",
    "Distribution",
    "Element",
    "Emergency",
    "EndUse",
    "Fill",
    "Finance",
    "Firms",
    "FixedPrice",
    "Flow",
    "Form",
    "General",
    "Good",
    "Grade",
    "Grey",
    "Holding",
    "InCommon",
    "Inspection",
    "Lane",
    "Learning",
    "Licence",
    "LicenceTerms",
    "MagnetMaker",
    "Maker",
    "Market",
    "Measures",
    "Member",
    "MetalMaker",
    "Milestone",
    "Mine",
    "MotorMaker",
    "Number",
    "OriginRule",
    "Output",
    "Point",
    "Policy",
    "PriceFloor",
    "Project",
    "ProjectKind",
    "ProjectPrice",
    "Qualification",
    "Recovery",
    "Recycler",
    "Refill",
    "Regions",
    "Release",
    "Rise",
    "Scenario",
    "Schedule",
    "Season",
    "SeparationPlant",
    "Source",
    "Stockpile",
    "SupplyResponse",
    "Surge",
    "Trigger",
    "Uncertainty",
]
