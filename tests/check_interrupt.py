#!/usr/bin/env python3
"""Interrupts real runs as Ctrl-C does: exit code 130, results written, books balanced. Prints how long each took to end."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
V2W = ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"
CASES = [
    ("while surrogates are drawn", "reference.yaml", ["source.simulate.duration=1 h", "inference.sta.surrogates=50"], 0.4),
    ("in the middle", "reference.yaml", ["source.simulate.duration=20 min"], 1.2),
    ("in one task, in large batches", "reference.yaml", ["source.simulate.duration=20 min", "batch=1 min", "links.between=none"], 1.2),
    ("in real time", "live.yaml", [], 2.0),
    ("with many targets", "live.yaml", ["source.simulate.targets=500", "pace=max", "source.simulate.duration=10 min"], 3.0),
]


def interrupt(pipeline, settings, after):
    with tempfile.TemporaryDirectory() as folder:
        command = [str(V2W), "run", str(ROOT / "pipelines" / pipeline), "--out", folder + "/results"]
        for setting in settings:
            command += ["--set", setting]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(after)
        start = time.monotonic()
        run.send_signal(signal.SIGINT)
        output = run.communicate()[0]
        took = time.monotonic() - start
        results = json.loads(pathlib.Path(folder, "results/results.json").read_text())
    ledger = results["ledger"]
    frames = ledger["frames_used"] + ledger["frames_in_flight"] + sum(ledger["frames_dropped"].values())
    spikes = ledger["spikes_used"] + sum(ledger["spikes_unused"].values())
    fine = (run.returncode, results["ending"], ledger["frames_in"], ledger["spikes_in"]) == (130, "cancelled", frames, spikes)
    return fine, took, output


def interrupt_sweep():
    """Interrupts a sweep when its first cell is finished; the same command must go on from there."""
    with tempfile.TemporaryDirectory() as folder:
        cells = pathlib.Path(folder, "cells")
        command = [str(V2W), "sweep", str(ROOT / "pipelines/notebook.yaml"), "--set", "source.simulate.duration=1 min", "--out", folder]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while run.poll() is None and not any(cell.suffix == "" for cell in cells.glob("*")):
            time.sleep(0.01)
        start = time.monotonic()
        run.send_signal(signal.SIGINT)
        output = run.communicate()[0]
        took = time.monotonic() - start
        finished = [cell.name for cell in cells.glob("*")]
        rows = pathlib.Path(folder, "runs.csv").read_text().count("\n") - 1
        listed = subprocess.run(command + ["--dry-run"], capture_output=True, text=True).stdout.count("  finished  ")
    fine = run.returncode == 130 and 0 < len(finished) == rows == listed < 140 and not any("." in name for name in finished)
    return fine, took, output


def main():
    # A shell that starts this in the background hands on an ignored SIGINT; a terminal does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = 0
    for name, pipeline, settings, after in CASES:
        fine, took, output = interrupt(pipeline, settings, after)
        failed += not fine
        print(f"{name}: {'as it should be' if fine else output}, ended {took:.2f} s after the signal", flush=True)
    fine, took, output = interrupt_sweep()
    failed += not fine
    print(f"in a sweep: {'as it should be' if fine else output}, ended {took:.2f} s after the signal", flush=True)
    print(f"{len(CASES) + 1 - failed} passed, {failed} failed, 0 skipped")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
