#!/usr/bin/env python3
"""Recordings over TCP, as commands: what is sent, disturbed, recorded and replayed gives the estimates of the direct run, and books balance on both sides.

--full sends ten minutes at twenty times real time; otherwise they are sent at sixty times.
"""
import json
import pathlib
import re
import signal
import subprocess
import sys
import time

import numpy as np

from live_runs import LISTENING, ROOT, V2W, Waiting, assigned, estimates, results, run_checks, send, v2w, waiting_run

LIVE = ROOT / "pipelines/live.yaml"
RIG = ROOT / "samples/python-rig/rig.py"
SHORT = ["source.simulate.duration=6 s", "source.simulate.targets=2", "source.simulate.imaging.nan=0.001", "source.simulate.imaging.gaps=[{ at: 2 s, for: 100 ms }]"]


def a_rig_in_python(folder):
    """The two terminals of the README: connections appear in both, and both sides have the same books."""
    run = waiting_run(folder / "run")
    rig = subprocess.run(
        [sys.executable, str(RIG), "--to", f"127.0.0.1:{run.port}", "--pace", "0", "--break-every", "400"], capture_output=True, text=True, timeout=300)
    assert rig.returncode == 0, rig.stdout + rig.stderr
    code, output = run.ended()
    assert code == 0, output
    assert "Found 12 of 12 connections, and 0 that are not there." in rig.stdout, rig.stdout
    assert "15 broken on purpose" in rig.stdout, rig.stdout
    said = re.search(r"received {'frames': (\d+), 'gap_frames': (\d+), 'spikes': (\d+)}", rig.stdout)
    whole = results(folder / "run")
    ledger = whole["ledger"]
    assert [int(number) for number in said.groups()] == [ledger["frames_in"], ledger["frames_in_gaps"], ledger["spikes_in"]] == [60000, 0, ledger["spikes_in"]], (said, ledger)
    assert ledger["frames_in"] == ledger["frames_used"] and ledger["spikes_in"] == ledger["spikes_used"] + ledger["spikes_unused"]["edge"], ledger
    assert whole["timing"]["stream"]["connections"] == 16, whole["timing"]["stream"]
    found = {(pair["source"], pair["target"]): pair["online"][0]["state"] for pair in whole["connections"]}
    printed = {(int(source), int(target)): state for source, target, state in re.findall(r"(\d+) → (\d+)  (\w+),", rig.stdout)}
    assert printed == {pair: state for pair, state in found.items() if state in ("excitatory", "inhibitory")}, (printed, found)


def a_rig_that_is_refused(folder):
    """One sentence, and the run waits on."""
    run = waiting_run(folder / "run", "source.listen.stream=another")
    rig = subprocess.run([sys.executable, str(RIG), "--to", f"127.0.0.1:{run.port}"], capture_output=True, text=True, timeout=60)
    assert (rig.returncode, rig.stderr) == (1, "The stream is called 'python-rig'; 'another' is allowed here.\n"), rig
    send(run.port, LIVE, "--pace", "max", *assigned(["name=another", "source.simulate.duration=2 s"]))
    assert run.ended()[0] == 0


def a_rig_of_which_enough_was_seen(folder):
    """A run that ends before its recording tells the rig, which says so."""
    run = waiting_run(folder / "run", "until=decided")
    rig = subprocess.run([sys.executable, str(RIG), "--to", f"127.0.0.1:{run.port}", "--pace", "0", "--seconds", "600"], capture_output=True, text=True, timeout=300)
    assert rig.returncode == 0 and "Found 12 of 12" in rig.stdout and "v2w wanted no more." in rig.stdout, rig.stdout + rig.stderr
    assert run.ended()[0] == 0


def ten_minutes_disturbed(folder):
    """Fifty broken connections, one message in a hundred twice and one out of order: the same estimates as undisturbed, and as the direct run."""
    pace, every = ("20x", "400ms") if "--full" in sys.argv else ("60x", "80ms")
    length = ["source.simulate.duration=10 min"]
    called = v2w("run", LIVE, *assigned(length + ["pace=max"]), "--out", folder / "direct", "--no-report", "--quiet")
    assert called.returncode == 0, called.stderr
    for name, faults in [("undisturbed", []), ("disturbed", ["--duplicate", "1%", "--reorder", "1%", "--disconnect-every", every])]:
        run = waiting_run(folder / name)
        said = send(run.port, LIVE, *assigned(length), "--pace", pace if faults else "max", *faults)
        code, output = run.ended()
        assert code == 0, output
        books = re.search(r"Books: sent (.*); the receiver has (.*)\.\n", said)
        assert books[1] == books[2] == "600000 frames, 0 in gaps, " + books[1].split(", ")[-1], said
    stream = results(folder / "disturbed")["timing"]["stream"]
    assert stream["connections"] > 50 and stream["duplicates"] > 500 and stream["reordered"] > 500, stream
    print(f"  {stream['connections']} connections, {stream['duplicates']} duplicates, {stream['reordered']} out of order")
    assert estimates(folder / "disturbed") == estimates(folder / "undisturbed") == estimates(folder / "direct")


def sent_recorded_and_replayed(folder):
    """A live recording goes into each format; replayed, it gives the estimates of the direct run, and so does one that is sent from a file."""
    called = v2w("run", LIVE, *assigned(SHORT + ["pace=max"]), "--out", folder / "direct", "--no-report", "--quiet")
    assert called.returncode == 0, called.stderr
    for ending in ["v2wlog", "nwb", "npz", "csv"]:
        path = folder / f"live.{ending}"
        recorder = Waiting("record", LISTENING, "--to", path)
        said = send(recorder.port, LIVE, *assigned(SHORT), "--pace", "max", "--disconnect-every", "100ms", "--duplicate", "1%", "--reorder", "1%")
        assert "Cannot reach" not in said, said
        code, output = recorder.ended()
        assert code == 0 and "Recorded: 5900 frames" in output and path.exists(), output
        assert not list(folder.glob("*.partial")) and (ending == "v2wlog" or not (folder / f"live.{ending}.v2wlog").exists())
        replay = folder / f"{ending}.yaml"
        replay.write_text(replayed(path))
        called = v2w("run", replay, "--out", folder / ending, "--no-report", "--quiet")
        assert called.returncode == 0, called.stderr
        assert estimates(folder / ending) == estimates(folder / "direct"), ending
    run = waiting_run(folder / "sent")
    send(run.port, folder / "nwb.yaml", "--pace", "max")
    assert run.ended()[0] == 0
    assert estimates(folder / "sent") == estimates(folder / "direct")
    called = v2w("record", folder / "nwb.yaml", "--to", folder / "again.npz", "--quiet")
    assert called.returncode == 0, called.stderr
    again, first = np.load(folder / "again.npz"), np.load(folder / "live.npz")
    assert set(again.files) == set(first.files)
    for name in set(first.files) - {"started"}:
        assert np.array_equal(again[name], first[name], equal_nan=first[name].dtype.kind == "f"), name


def ctrl_c_and_a_crash_while_a_rig_records(folder):
    """Ctrl-C writes the file of what came; after kill -9 there is a log that is read up to its last batch."""
    for name, stop in [("interrupted", signal.SIGINT), ("killed", signal.SIGKILL)]:
        path, log = folder / f"{name}.nwb", folder / f"{name}.nwb.v2wlog"
        recorder = Waiting("record", LISTENING, "--to", path)
        rig = subprocess.Popen([str(V2W), "send", str(LIVE), "--to", f"tcp://127.0.0.1:{recorder.port}", "--pace", "4x"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        while not (log.exists() and log.stat().st_size > 30_000):
            assert recorder.process.poll() is None, recorder.output
            time.sleep(0.01)
        recorder.process.send_signal(stop)
        code, output = recorder.ended()
        rig.kill()
        rig.wait()
        if stop == signal.SIGINT:
            assert code == 130 and path.exists() and not log.exists(), output
        else:
            assert not path.exists() and "was not closed" in v2w("info", log).stdout
            assert v2w("convert", log, path, "--quiet").returncode == 0
        frames = json.loads(v2w("info", path, "--json").stdout)["frames"]
        assert frames >= 1500, frames
        replay = folder / f"{name}.yaml"
        replay.write_text(replayed(path))
        direct, again = folder / f"{name}-direct", folder / f"{name}-again"
        assert v2w("run", LIVE, *assigned(["pace=max", f"until={frames} ms"]), "--out", direct, "--no-report", "--quiet").returncode == 0
        assert v2w("run", replay, "--out", again, "--no-report", "--quiet").returncode == 0
        assert estimates(direct)[2] == estimates(again)[2], name


def replayed(path):
    """The live pipeline, with a file in place of its source."""
    inference = re.search(r"^inference:.*", LIVE.read_text(), re.DOTALL | re.MULTILINE)[0]
    return f"name: live\nseed: 0\nsource: {{ file: {{ path: {path} }} }}\n{inference}\n"


CHECKS = [a_rig_in_python, a_rig_that_is_refused, a_rig_of_which_enough_was_seen, sent_recorded_and_replayed, ctrl_c_and_a_crash_while_a_rig_records, ten_minutes_disturbed]


if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
