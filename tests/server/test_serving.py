"""The processes of the HTTP service: how they start, share their work, and end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx2
import pytest

from fe_skill import cli
from fe_skill.server.meter import Meter
from fe_skill.tools import TOOLS
from tests.served import served


@contextmanager
def collector(received: list[bytes]) -> Iterator[str]:
    """Takes what exporters send."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_the_process_ends_when_told_after_the_running_call(tmp_path: Path) -> None:
    with served(tmp_path) as (process, base):
        with ThreadPoolExecutor(1) as others:
            call = {"path": "shop"}
            made = others.submit(httpx2.post, f"{base}/tools/scaffold", json=call, timeout=60)
            while "calls_running 0" in httpx2.get(f"{base}/metrics").text:
                assert not made.done()
            process.send_signal(signal.SIGTERM)
            assert made.result().json()["status"] == "applied"
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)
    assert (tmp_path / "shop/src/main.py").exists()


@pytest.mark.slow
def test_workers_share_an_address_their_counters_and_the_collector(tmp_path: Path) -> None:
    received: list[bytes] = []
    with collector(received) as endpoint:
        tracing = {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_METRICS_EXPORTER": "none"}
        with served(tmp_path, "--workers", "2", **tracing) as (process, base):
            for _ in range(20):
                call = {"project": "."}
                httpx2.post(f"{base}/tools/describe-project", json=call).raise_for_status()
            counted = httpx2.get(f"{base}/metrics").text
            assert 'fe_skill_call_seconds_count{tool="describe-project"} 20\n' in counted
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
            assert process.stderr is not None
            lines = process.stderr.read().splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["done"] * 20
    spans = b"".join(received)
    assert spans.count(b"execute_tool describe-project") == 20
    assert spans.count(b"POST /tools/describe-project") == 20


def test_an_address_that_others_reach_needs_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FE_SKILL_TOKEN", "FE_SKILL_READ_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert cli.run(TOOLS, ["serve", "--http", "--host", "0.0.0.0"]) == 2  # noqa: S104 -- refused
    assert "code: token-needed" in capsys.readouterr().err


def test_a_collector_without_its_exporter_is_refused_before_anything_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("fe_skill.server.serving.find_spec", lambda _name: None)
    assert cli.run(TOOLS, ["serve", "--http"]) == 2
    assert "code: telemetry-missing" in capsys.readouterr().err


def test_processes_count_together_and_a_dead_one_runs_nothing(tmp_path: Path) -> None:
    here = Meter(tmp_path)
    with here.call("greet", {}) as outcome:
        outcome.append("done")
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = {"fe_skill_calls_running": 3, 'fe_skill_calls_total{tool="greet",outcome="done"}': 4}
    (tmp_path / f"{ended.pid}.json").write_text(json.dumps(left))
    counted = Meter(tmp_path).text().splitlines()
    assert 'fe_skill_calls_total{tool="greet",outcome="done"} 5' in counted
    assert "fe_skill_calls_running 0" in counted


def test_buckets_stand_from_the_least_to_the_greatest() -> None:
    meter = Meter()
    for tool in ("greet", "leak", "greet"):
        with meter.call(tool, {}):
            pass
    bounds = [
        line.split('le="')[1].split('"')[0] for line in meter.text().splitlines() if "le=" in line
    ]
    assert bounds == ["0.01", "0.05", "0.1", "0.5", "1", "5", "30", "+Inf"] * 2
