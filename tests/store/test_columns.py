from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from extractor.errors import StoreError
from extractor.store import Store
from extractor.store.tables import releases


def test_times_come_back_aware_and_in_utc_whatever_zone_they_had(store: Store) -> None:
    moment = datetime(2026, 5, 4, 23, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-5)))
    with store._database.write() as connection:
        connection.execute(releases.insert(), {"number": 1, "created_at": moment})
    with store._database.read() as connection:
        stored = connection.execute(sa.select(releases.c.created_at)).scalar_one()
    assert stored == moment
    assert stored.tzinfo is UTC
    assert stored.isoformat() == "2026-05-05T04:30:00.123456+00:00"


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no time zone"), store._database.write() as connection:
        connection.execute(releases.insert(), {"number": 1, "created_at": datetime(2026, 5, 4)})  # noqa: DTZ001 - the point
