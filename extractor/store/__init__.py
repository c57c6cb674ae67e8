"""Where everything is kept: SQLAlchemy 2 on SQLite or PostgreSQL, with one Alembic history. Nobody else imports sqlalchemy."""

from extractor.store.calls import SpendGroup
from extractor.store.filters import ClaimFilter
from extractor.store.opening import open_store
from extractor.store.rows import (
    AssignmentRow,
    ClaimRow,
    DecisionRow,
    DocumentRow,
    History,
    ItemEnd,
    ItemStatus,
    LeaseRow,
    MalformedRow,
    Mismatch,
    PrintRow,
    Progress,
    ReleaseRow,
    RunInfo,
    RunItem,
    RunRef,
    RunRow,
    SaveReport,
    Spend,
    StandingRow,
    VersionRow,
)
from extractor.store.runs import CANCELLED, FINISHED, PASSES, QUEUED, QUEUEING, SECOND_OPINION
from extractor.store.saving import Proposals
from extractor.store.store import Store
from extractor.store.team import MemberRow, Opinion

__all__ = [
    "CANCELLED",
    "FINISHED",
    "PASSES",
    "QUEUED",
    "QUEUEING",
    "SECOND_OPINION",
    "AssignmentRow",
    "ClaimFilter",
    "ClaimRow",
    "DecisionRow",
    "DocumentRow",
    "History",
    "ItemEnd",
    "ItemStatus",
    "LeaseRow",
    "MalformedRow",
    "MemberRow",
    "Mismatch",
    "Opinion",
    "PrintRow",
    "Progress",
    "Proposals",
    "ReleaseRow",
    "RunInfo",
    "RunItem",
    "RunRef",
    "RunRow",
    "SaveReport",
    "Spend",
    "SpendGroup",
    "StandingRow",
    "Store",
    "VersionRow",
    "open_store",
]
