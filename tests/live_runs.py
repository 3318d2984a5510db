"""Runs of v2w that wait for a recording, and checks one after the other: what the checks of live streams have in common."""
import csv
import json
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
V2W = ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"
WAITING = re.compile(r"Waiting for a recording on tcp://(.+):(\d+)\.")
LISTENING = ROOT / "pipelines/listen-tcp.yaml"


def v2w(*arguments):
    return subprocess.run([str(V2W), *map(str, arguments)], capture_output=True, text=True)


def assigned(settings):
    return [word for setting in settings for word in ("--set", setting)]


class Waiting:
    """A program that waits for a recording over TCP, on a free port of this machine."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [str(V2W), *map(str, arguments), *assigned(["source.listen.tcp=127.0.0.1:0"])], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._lines, self._heard = [], threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._heard.wait(60), self.output
        self.port = next((int(found[2]) for found in map(WAITING.match, self._lines) if found), None)
        assert self.port, self.output

    @property
    def output(self):
        return "".join(self._lines)

    def ended(self, timeout=300):
        """Waits for its end; gives its exit code and all it has printed."""
        code = self.process.wait(timeout)
        self._reader.join()
        return code, self.output

    def kill(self):
        self.process.kill()
        self.process.wait()

    def _read(self):
        for line in self.process.stdout:
            self._lines.append(line)
            if WAITING.match(line):
                self._heard.set()
        self._heard.set()


def waiting_run(folder, *settings):
    return Waiting("run", LISTENING, "--out", folder, "--no-report", *assigned(settings))


def send(port, *arguments):
    called = v2w("send", *arguments, "--to", f"tcp://127.0.0.1:{port}")
    assert called.returncode == 0, called.stdout + called.stderr
    return called.stdout


def results(folder):
    return json.loads((pathlib.Path(folder) / "results.json").read_text())


def estimates(folder):
    """All that a run inferred, byte for byte, but for what depends on the clock, what only a simulation knows, and how the recording came."""
    whole = results(folder)
    for key in ("timing", "output", "evaluation", "recording", "pipeline", "excerpt", "seed"):
        whole.pop(key, None)
    for key in ("frames_in_gaps", "samples_missing"):
        whole["ledger"].pop(key, None)
    for pair in whole["connections"]:
        pair.pop("truth", None)
        pair.pop("train_kind", None)
    with open(pathlib.Path(folder) / "connections.csv", newline="") as file:
        rows = [{name: value for name, value in row.items() if name not in ("truth", "train_kind")} for row in csv.DictReader(file)]
    timeline = (pathlib.Path(folder) / "timeline.csv").read_text()
    assert rows and timeline.count("\n") > 10, "nothing was inferred"
    return json.dumps(whole), rows, timeline


def run_checks(checks):
    """Runs checks, each in a folder of its own, and says how they went; the last line is what tests/run.sh counts. Gives the exit code."""
    # A shell that starts this in the background hands on an ignored SIGINT; a terminal does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = 0
    for check in checks:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(pathlib.Path(folder))
                print(f"{check.__name__}: fine, {time.monotonic() - began:.1f} s", flush=True)
            except Exception as problem:  # Whatever goes wrong, the other checks are still worth running.
                failed += 1
                where = problem.__traceback__.tb_next.tb_lineno if problem.__traceback__.tb_next else 0
                print(f"{check.__name__}, line {where}: {type(problem).__name__} {problem}", flush=True)
    print(f"{len(checks) - failed} passed, {failed} failed, 0 skipped")
    return failed > 0
