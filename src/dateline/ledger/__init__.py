"""Remember what was published, in a file that a team commits and merges line by line.

Output never depends on it. Reading and comparing change nothing; only `keep` writes.
"""

from dateline.ledger.comparing import Comparison, compare
from dateline.ledger.settled import Docket
from dateline.ledger.text import LEDGER, read
from dateline.ledger.writing import Kept, keep

__all__ = ["LEDGER", "Comparison", "Docket", "Kept", "compare", "keep", "read"]
