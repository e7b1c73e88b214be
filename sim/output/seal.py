"""The seal of a lot: of what run it is, and the hash of its content, as the archive's comment.

So a lot that is found anywhere (in the folder of a run that was broken off, among shared twins)
tells by itself whether it is whole and what it belongs to.
"""

import hashlib
from dataclasses import dataclass

from sim.output.stored_file import TAIL, Fingerprint
from sim.study.job import Job

KINDS = ("run", "twin")
"""What the scenarios of a study are, by their index."""
WORDS = "shortfall"


@dataclass(frozen=True)
class Identity:
    """What the histories of a lot are decided by: never by where or beside which they ran.

    Attributes
    ----------
    kind : str
        ``run``, or ``twin``: without the disruptions.
    digest : str
        Of the scenario, the seed, the sampling and the program.
    first : int
        Number of the first history.
    """

    kind: str
    digest: str
    first: int

    @classmethod
    def of(cls, what: Job, scenario: int, first: int) -> "Identity":
        """Give that of a lot of the run (scenario 0) or its twin (1)."""
        return cls(KINDS[scenario], what.digest, first)

    def text(self, trunk: str) -> bytes:
        """Write the seal of a content."""
        says = f"{WORDS} {self.kind} {self.digest} from {self.first} sha256 {trunk}"
        return says.rjust(TAIL).encode()


def sealed(content: bytes, identity: Identity) -> bytes:
    """Put the seal on an archive that has no comment."""
    trunk = content[:-2] + TAIL.to_bytes(2, "little")  # which ends with the comment's length
    return trunk + identity.text(hashlib.sha256(trunk).hexdigest())


def is_whole(found: Fingerprint) -> bool:
    """Tell whether the content of a lot is the one that was sealed, of whatever run."""
    words = found.tail.split()
    return words[:1] == [WORDS.encode()] and words[-1] == found.trunk.encode()


def is_of(found: Fingerprint, identity: Identity) -> bool:
    """Tell whether a lot is whole and of a run."""
    return found.tail == identity.text(found.trunk)
