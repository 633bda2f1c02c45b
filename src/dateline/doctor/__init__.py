"""Examine what receivers will see of a newsroom's mail: DNS, the mail server, the way out."""

from dateline.doctor.examination import examine
from dateline.doctor.finding import Finding, Verdict
from dateline.doctor.names import Names, RealNames, ZoneNames

__all__ = ["Finding", "Names", "RealNames", "Verdict", "ZoneNames", "examine"]
