#!/usr/bin/env python3
"""ZeroMQ, judged by pyzmq: Open Ephys with losses, our own messages, estimates that are published, and strangers."""
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import threading

import msgpack
import numpy as np
import zmq

from live_runs import ROOT, V2W, run_checks

SAMPLE = ROOT / "samples/open-ephys-zmq/publish.py"
PATIENCE = 120


def free_ports(count=2):
    """Ports one after the other that nobody has."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
        try:
            held = [socket.create_server(("127.0.0.1", port + i)) for i in range(count)]
        except (OSError, OverflowError):
            continue
        for server in held:
            server.close()
        return port


class Run:
    """A run that has begun to wait."""

    def __init__(self, folder, pipeline, *settings, options=()):
        words = [word for setting in settings for word in ("--set", setting)]
        self.folder = folder
        self.process = subprocess.Popen(
            [str(V2W), "run", str(ROOT / "pipelines" / pipeline), *words, *options, "--out", str(folder), "--no-report"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        self.read_until("Waiting")

    def read_until(self, word):
        while not self.lines or word not in self.lines[-1]:
            line = self.process.stdout.readline()
            assert line, self.lines
            self.lines.append(line)

    def end(self):
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.lines += rest.splitlines(keepends=True)
        assert self.process.returncode == 0, "".join(self.lines)
        return json.loads((self.folder / "results.json").read_text())


def inferred(folder):
    """All that a run inferred, but for what only a simulation knows."""
    results = json.loads((folder / "results.json").read_text())
    for pair in results["connections"]:
        pair.pop("truth", None)
        pair.pop("train_kind", None)
    for field in ("frames_in_gaps", "samples_missing"):
        results["ledger"].pop(field, None)
    return results["connections"], (folder / "timeline.csv").read_text(), results["ledger"]


def published(folder, drop, *settings, seconds=30):
    port = free_ports()
    run = Run(folder / "run", "listen-open-ephys.yaml", f"source.listen.open_ephys=tcp://127.0.0.1:{port}", "source.listen.silence=3 s", *settings)
    called = subprocess.run(
        [sys.executable, str(SAMPLE), "--port", str(port), "--seconds", str(seconds), "--speed", "6", "--drop", str(drop),
         "--check", str(folder / "run" / "results.json")],
        capture_output=True, text=True, timeout=PATIENCE)
    results = run.end()
    assert called.returncode == 0, called.stdout + called.stderr + "".join(run.lines)
    assert "A client: VoltageToWiring" in called.stdout, called.stdout
    return results, called.stdout


def open_ephys_drops_are_counted_to_the_frame(folder):
    results, said = published(folder, drop=2)
    ledger = results["ledger"]
    assert ledger["messages_lost"] > 100 and ledger["frames_in_gaps"] >= 20 and ledger["frames_incomplete"] > ledger["frames_in_gaps"], ledger
    assert ledger["frames_in"] == ledger["frames_used"], ledger
    assert "WRONG" not in said


def open_ephys_without_loss_finds_the_wiring(folder):
    units = ", ".join(f"Electrode {unit}/1" for unit in range(1, 9))
    results, said = published(folder, 0, "spikes=from-source", f"source.listen.spike_sources={json.dumps(units)}", seconds=60)
    ledger = results["ledger"]
    assert (ledger["messages_lost"], ledger["frames_in_gaps"], ledger["samples_missing"], ledger["frames_in"]) == (0, 0, 0, 60000 - 20), ledger
    found, true = (int(word) for word in said.splitlines()[-1].replace(" of ", " ").split()[:2])
    assert found > 0.6 * true and true > 5, said


def our_messages_give_the_bytes_of_the_direct_run(folder):
    settings = ["source.simulate.duration=8 s", "pace=max", "source.simulate.imaging.nan=0.001"]
    words = [word for setting in settings for word in ("--set", setting)]
    port = free_ports()
    live = ROOT / "pipelines/live.yaml"
    # The inference of the pipeline that listens, on the recording of the one that is sent.
    text = live.read_text()
    listening = (ROOT / "pipelines/listen-zeromq.yaml").read_text()
    direct = folder / "direct.yaml"
    direct.write_text(text[: text.index("inference:")] + listening[listening.index("inference:"):])
    called = subprocess.run([str(V2W), "run", str(direct), *words, "--out", str(folder / "direct"), "--no-report", "--quiet"], capture_output=True, text=True)
    assert called.returncode == 0, called.stderr
    run = Run(folder / "live", "listen-zeromq.yaml", f"source.listen.zeromq=127.0.0.1:{port}")
    sent = subprocess.run(
        [str(V2W), "send", str(live), *words, "--to", f"zmq://127.0.0.1:{port}", "--drop", "1%", "--duplicate", "1%", "--reorder", "1%"],
        capture_output=True, text=True, timeout=PATIENCE)
    run.end()
    assert sent.returncode == 0, sent.stdout + sent.stderr
    assert inferred(folder / "live") == inferred(folder / "direct")
    assert "sent 8000 frames" in sent.stdout and "the receiver has 8000 frames" in sent.stdout, sent.stdout


def hello(**other):
    return {"type": "hello", "protocol": 1, "stream": "rig", "session": os.urandom(8).hex(), "frame_rate": 1000, "spike_rate": 10000, "targets": 2, "sources": 3,
            "amplitude_unit": "mV", "polarity": 1, "sample_type": "float32", **other}


def messages(seconds):
    """A recording in numbered messages."""
    rng = np.random.default_rng(0)
    frames, ticks = 1000 * seconds, [np.sort(rng.choice(10000 * seconds, 20 * seconds, replace=False)) for _ in range(3)]
    seq, spikes = 0, 0
    for first in range(0, frames, 50):
        flat = [int(word) for source, times in enumerate(ticks) for tick in times if first * 10 <= tick < first * 10 + 500 for word in (source, tick)]
        spikes += len(flat) // 2
        yield {"type": "spikes", "seq": seq, "complete_through_frame": first + 50, "spikes": flat}
        yield {"type": "samples", "seq": seq + 1, "first_frame": first, "frames": 50, "data": rng.normal(-65, 1, (50, 2)).astype("<f4").tobytes()}
        seq += 2
    yield {"type": "end", "seq": seq, "total_frames": frames, "frames": frames, "gap_frames": 0, "spikes": spikes}


def a_script_pushes_and_reads_answers(folder):
    port = free_ports()
    run = Run(folder / "run", "listen-zeromq.yaml", f"source.listen.zeromq=127.0.0.1:{port}")
    name, context = os.urandom(8).hex().encode(), zmq.Context()
    push, answers = context.socket(zmq.PUSH), context.socket(zmq.DEALER)
    push.connect(f"tcp://127.0.0.1:{port}")
    answers.connect(f"tcp://127.0.0.1:{port + 1}")
    answers.send(name)
    push.send_multipart([name, msgpack.packb(hello())])
    for message in messages(10):
        push.send_multipart([name, msgpack.packb(message)])
    came = []
    while not came or came[-1]["type"] != "end":
        assert answers.poll(1000 * PATIENCE), came[-1:]
        came.append(msgpack.unpackb(answers.recv()))
    assert came[0]["type"] == "welcome" and came[-1]["frames"] == 10000 and came[-1]["spikes"] == 600, (came[0], came[-1])
    assert [answer for answer in came if answer["type"] == "estimates"][-1]["final"]
    assert run.end()["ledger"]["frames_used"] == 10000
    context.destroy(linger=0)


def a_script_only_pushes_and_strangers_do_no_harm(folder):
    port = free_ports()
    run = Run(folder / "run", "listen-zeromq.yaml", f"source.listen.zeromq=127.0.0.1:{port}")
    context = zmq.Context()
    push = context.socket(zmq.PUSH)
    push.connect(f"tcp://127.0.0.1:{port}")
    push.send_multipart([b"sender", msgpack.packb(hello())])
    run.read_until("has come")
    rng = np.random.default_rng(1)
    stranger = context.socket(zmq.PUSH)
    stranger.connect(f"tcp://127.0.0.1:{port}")
    for i in range(200):
        stranger.send_multipart([rng.bytes(5)] * (1 + i % 4))
        stranger.send_multipart([b"stranger-%d" % i, msgpack.packb(hello(targets=1 + i))])
        with socket.create_connection(("127.0.0.1", port + i % 2)) as peer:
            try:
                peer.sendall((b"\xff" + bytes(8) + b"\x7f\x03" if i % 3 else b"") + rng.bytes(500) + struct.pack(">Q", 1 << 62))
            except OSError:
                pass  # It had enough.
    for message in messages(10):
        push.send_multipart([b"sender", msgpack.packb(message)])
    results = run.end()
    assert results["ledger"]["frames_used"] == 10000 and results["timing"]["stream"]["refused"] > 10, results["timing"]["stream"]
    context.destroy(linger=0)


def estimates_are_published(folder):
    for how in ["json", "message-pack"]:
        port = free_ports(1)
        context = zmq.Context()
        subscriber = context.socket(zmq.SUB)
        subscriber.connect(f"tcp://127.0.0.1:{port}")
        subscriber.subscribe(b"estimates")
        came = []

        def read():
            while not came or not came[-1]["final"]:
                if not subscriber.poll(1000 * PATIENCE):
                    return
                topic, body = subscriber.recv_multipart()
                came.append(json.loads(body) if how == "json" else msgpack.unpackb(body))

        reading = threading.Thread(target=read, daemon=True)
        reading.start()
        called = subprocess.run(
            [str(V2W), "run", str(ROOT / "pipelines/live.yaml"), "--publish", f"tcp://127.0.0.1:{port}", "--set", f"publish.format={how}", "--pace", "4x", "--until",
             "8s", "--out", str(folder / how), "--no-report"],
            capture_output=True, text=True, timeout=PATIENCE)
        assert called.returncode == 0, called.stderr
        reading.join(PATIENCE)
        assert len(came) > 4 and came[-1]["final"], len(came)
        results = json.loads((folder / how / "results.json").read_text())
        expected = [[pair["source"], pair["target"], online["score"], online["state"], online["log10_evidence"], online["amplitude"]]
                    for pair in results["connections"] for online in pair["online"]]
        assert [row[:6] for row in came[-1]["connections"]] == expected
        frames = [report["frame"] for report in came]
        assert frames == sorted(frames), frames
        context.destroy(linger=0)


def nobody_publishes_and_ctrl_c_ends_it(folder):
    port = free_ports()
    run = Run(folder / "run", "listen-open-ephys.yaml", f"source.listen.open_ephys=tcp://127.0.0.1:{port}")
    run.process.terminate()
    run.process.communicate(timeout=PATIENCE)
    assert run.process.returncode == 130, run.process.returncode
    taken = socket.create_server(("127.0.0.1", port))
    called = subprocess.run([str(V2W), "run", str(ROOT / "pipelines/listen-zeromq.yaml"), "--set", f"source.listen.zeromq=127.0.0.1:{port}", "--out", str(folder / "taken")],
                            capture_output=True, text=True, timeout=PATIENCE)
    assert called.returncode == 2 and f"Cannot listen on 127.0.0.1:{port}" in called.stdout + called.stderr, called.stdout + called.stderr
    taken.close()


CHECKS = [
    open_ephys_drops_are_counted_to_the_frame, open_ephys_without_loss_finds_the_wiring, our_messages_give_the_bytes_of_the_direct_run,
    a_script_pushes_and_reads_answers, a_script_only_pushes_and_strangers_do_no_harm, estimates_are_published, nobody_publishes_and_ctrl_c_ends_it,
]


if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
