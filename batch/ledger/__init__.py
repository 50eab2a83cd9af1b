"""The ledger of a batch run: who has which file, and how it ended. Each step is one transaction.

A file is leased before it is read (`leases`) and let go of with its answer, in the same transaction that keeps the
answer (`endings`). A run that dies leaves leases behind; they end by their time, or at once when the process that held
them is gone from this machine. Every try of a file is kept (`models.tables.Attempt`), and `models.jobs` tells of them.
"""

from batch.ledger.endings import Ended, finish, unreachable
from batch.ledger.leases import Known, Leased, digest, let_go, renew, take
from batch.ledger.places import moved, moving
from batch.ledger.runs import LEASE, PAUSES, TRIES, Run, insisting, worker_name

__all__ = [
    "LEASE",
    "PAUSES",
    "TRIES",
    "Ended",
    "Known",
    "Leased",
    "Run",
    "digest",
    "finish",
    "insisting",
    "let_go",
    "moved",
    "moving",
    "renew",
    "take",
    "unreachable",
    "worker_name",
]
