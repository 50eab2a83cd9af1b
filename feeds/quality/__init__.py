"""The registers of a quality-management system by TCVN ISO 9001:2015, built from the records.

`registers` gives all four at once: quality objectives (6.2), internal audits and inspections (9.2), nonconformities
with corrective actions (10.2), procedures (7.5). Each is a tuple of plain values; `tables` says how to show them.
"""

from feeds.quality.audits import Audit
from feeds.quality.nonconformities import Nonconformity
from feeds.quality.objectives import Objective
from feeds.quality.procedures import Procedure
from feeds.quality.registers import Registers, Scope, registers
from feeds.quality.shown import tables

__all__ = ["Audit", "Nonconformity", "Objective", "Procedure", "Registers", "Scope", "registers", "tables"]
