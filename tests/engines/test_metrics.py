"""What a worker shows of itself."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, MetricsData

from extractor.engines.metrics import Metrics, served


def test_health_and_counts_are_served_and_go_to_opentelemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = InMemoryMetricReader()
    monkeypatch.setattr("extractor.engines.metrics.get_meter", MeterProvider([reader]).get_meter)
    metrics, well = Metrics(lambda: {"todo": 7}), [True]
    with served(0, metrics, lambda: well[0]) as port:
        metrics.add(_Item())
        text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert 'quotebound_documents_total{status="done"} 1.0' in text
        assert _sums(reader) == {"documents": 1, "claims": 3, "calls": 1, "tokens": 100, "cost_usd": 0.01}
        assert "quotebound_claims_total 3.0" in text
        assert 'quotebound_jobs{status="todo"} 7.0' in text
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/health").status == 200
        well[0] = False
        with pytest.raises(urllib.error.HTTPError, match="503") as answer:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health")
        answer.value.close()


def _sums(reader: InMemoryMetricReader) -> dict[str, float]:
    """What OpenTelemetry was told, by name."""
    found = json.loads((reader.get_metrics_data() or MetricsData([])).to_json())
    counters = found["resource_metrics"][0]["scope_metrics"][0]["metrics"]
    return {one["name"].removeprefix("quotebound."): one["data"]["data_points"][0]["value"] for one in counters}


class _Item:
    status, claims, calls, tokens, cost_usd = "done", 3, 1, 100, 0.01
