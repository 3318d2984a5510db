#!/usr/bin/env python3
"""A run that listens while strangers mean harm: each is told why in one sentence, which is in log.txt as well, memory stays bounded, and the good
recording comes to the estimates of the direct run, byte for byte.

--fuzz N tries N damaged hellos instead of 300.
"""
import pathlib
import random
import re
import resource
import socket
import struct
import subprocess
import sys
import threading
import time

import msgpack

from live_runs import ROOT, V2W, assigned, estimates, results, run_checks, v2w, waiting_run

LIVE = ROOT / "pipelines/live.yaml"
TOKEN = "a-token-of-enough-letters"
DICE = random.Random(0)
CONNECTIONS = 1000
MOST_MIB_MORE = 200
DAMAGED = int(sys.argv[sys.argv.index("--fuzz") + 1]) if "--fuzz" in sys.argv else 300


def framed(body):
    return struct.pack(">I", len(body)) + body


def packed(**message):
    return framed(msgpack.packb(message))


def hello(**changes):
    said = dict(
        type="hello", protocol=1, stream="stranger", session="s", token=TOKEN, frame_rate=1000, spike_rate=10000, targets=1, sources=1, amplitude_unit="V",
        polarity=1, sample_type="float32")
    return packed(**{**said, **changes})


def nested(depth):
    return framed(b"\x81\xa1x" + b"\x91" * depth + b"\x01")


# What a stranger sends while somebody else has the stream, the code of the error, and a part of its sentence.
STRANGERS = {
    "random bytes": (bytes(DICE.randrange(128, 256) for _ in range(4000)), "limit", "was announced"),
    "random bytes in a frame": (framed(DICE.randbytes(4000)), None, ""),
    "a length of 4 GB": (b"\xff\xff\xff\xff" + bytes(1000), "limit", "4294967295 bytes was announced"),
    "a length of 0": (bytes(4), "limit", "0 bytes was announced"),
    "another protocol": (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "limit", "was announced"),
    "deep nesting": (nested(10_000), "limit", "deeper than 8"),
    "a truncated message": (hello()[:40], "format", "in the middle of a message"),
    "a text of 4 GB": (framed(b"\x81\xa4type\xdb\xff\xff\xff\xff\x01"), "format", "in the middle of a field"),
    "an array of 4 billion": (framed(b"\x82\xa1a\xdd\xff\xff\xff\xff\xa1b\x01"), None, ""),
    "a million targets": (hello(targets=1_000_000), "limit", "1000000 targets; up to 16384"),
    "a billion sources": (hello(sources=10**9), "limit", "1000000000 sources; up to 65536"),
    "messages of 2 GB": (hello(max_message_bytes=2**31 - 1), "limit", "max_message_bytes"),
    "a rate of 0": (hello(frame_rate=0), "limit", "'frame_rate' is 0"),
    "another version": (hello(protocol=7), "version", "version 7; version 1"),
    "a wrong token": (hello(token="wrong"), "token", "The token is wrong"),
    "no token": (packed(**{key: value for key, value in msgpack.unpackb(hello()[4:]).items() if key != "token"}), "token", "The token is missing"),
    "samples first": (packed(type="samples", seq=0, first_frame=0, frames=1, data=bytes(4)), "order", "a hello is allowed first"),
    "another session": (hello(), "busy", "has a sender; one at a time"),
}

# What the sender itself may do wrongly once it was welcome, before it goes on as it should: each breaks its connection, and changes nothing.
MISTAKES = {
    "frames that run backwards": (dict(type="samples", first_frame=2, frames=1, data=bytes(4)), "order", "Frame 2 came after frame 4"),
    "frames that are missing": (dict(type="samples", first_frame=99, frames=1, data=bytes(4)), "order", "Frame 99 came where frame 5 was due"),
    "frames that overflow": (dict(type="samples", first_frame=2**53, frames=1, data=bytes(4)), "limit", "frames up to"),
    "a frame beyond 63 bits": (dict(type="gap", first_frame=2**64 - 1, frames=1), "limit", "18446744073709551615"),
    "a negative frame": (dict(type="gap", first_frame=-1, frames=1), "limit", "'first_frame' is -1"),
    "an endless gap": (dict(type="gap", first_frame=5, frames=2**40), "limit", "A gap of 1099511627776 frames"),
    "a tick that overflows": (dict(type="spikes", complete_through_frame=5, spikes=[0, 2**62]), "limit", "'spikes' is 4611686018427387904"),
    "a train that is not there": (dict(type="spikes", complete_through_frame=5, spikes=[30, 1]), "limit", "'spikes' is 30"),
    "a watermark beyond all frames": (dict(type="heartbeat", complete_through_frame=2**53), "limit", "complete_through_frame"),
    "too few samples": (dict(type="samples", first_frame=5, frames=1000, data=bytes(4)), "format", "came with 4 bytes"),
    "a wrong end": (dict(type="end", total_frames=5, frames=4, gap_frames=0, spikes=0), "totals", "The end says 4 frames"),
    "a message that was never asked for": (dict(type="welcome"), "order", "'Welcome'"),
}


class Peer:
    """A connection that sends whatever it likes."""

    def __init__(self, port):
        self.socket, self.bytes = socket.create_connection(("127.0.0.1", port), timeout=30), b""

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # The listener had enough.

    def read(self):
        """The next message; None when the connection has ended."""
        while len(self.bytes) < 4 or len(self.bytes) < 4 + struct.unpack(">I", self.bytes[:4])[0]:
            try:
                chunk = self.socket.recv(1 << 16)
            except ConnectionError:
                return None
            if not chunk:
                return None
            self.bytes += chunk
        length = struct.unpack(">I", self.bytes[:4])[0]
        body, self.bytes = self.bytes[4 : 4 + length], self.bytes[4 + length :]
        return msgpack.unpackb(body)

    def error(self):
        while (message := self.read()) is not None:
            if message["type"] == "error":
                return message
        return None


class Memory(threading.Thread):
    """Watches how much a process holds, MiB."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status, self.most = pathlib.Path(f"/proc/{pid}/status"), 0
        self.start()

    def now(self):
        return int(re.search(r"VmRSS:\s+(\d+)", self.status.read_text())[1]) / 1024

    def run(self):
        try:
            while True:
                self.most = max(self.most, self.now())
                time.sleep(0.05)
        except (OSError, TypeError):
            pass  # It has ended.


def direct(folder):
    called = v2w("run", LIVE, *assigned(["pace=max"]), "--out", folder / "direct", "--no-report", "--quiet")
    assert called.returncode == 0, called.stderr


def listening(folder, *settings):
    (folder / "token").write_text(TOKEN + "\n")
    return waiting_run(folder / "run", f"source.listen.token=file:{folder / 'token'}", *settings)


def sending(folder, port, *options):
    return subprocess.Popen(
        [str(V2W), "send", str(LIVE), "--to", f"tcp://127.0.0.1:{port}", "--token", f"file:{folder / 'token'}", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def refused(port, data, code, sentence, name):
    """What a stranger is told; None where it was not told anything."""
    peer = Peer(port)
    peer.send(data)
    peer.socket.shutdown(socket.SHUT_WR)
    error = peer.error()
    assert error is not None, f"{name}: no error came"
    assert code is None or error["code"] == code, (name, error)
    assert sentence in error["message"] and "\n" not in error["message"] and error["message"].endswith("."), (name, error)
    return error["message"]


def strangers_while_somebody_sends(folder):
    """Every stranger is refused while a recording comes, and it comes to what it would have come to alone."""
    direct(folder)
    run = listening(folder)
    rig = sending(folder, run.port, "--pace", "2x")
    while "has come" not in run.output:
        assert run.process.poll() is None, run.output
        time.sleep(0.01)
    memory = Memory(run.process.pid)
    before = memory.now()
    told = [refused(run.port, *stranger, name) for name, stranger in STRANGERS.items()]
    for i in range(DAMAGED):
        refused(run.port, damaged(hello()), None, "", f"damaged hello {i}")
    silent = [Peer(run.port) for _ in range(5)]
    crowd = flood(run.port)
    assert rig.wait(120) == 0, rig.stdout.read()
    code, output = run.ended()
    assert code == 0, output
    log = (folder / "run/log.txt").read_text()
    missing = [sentence for sentence in told if f"Refused: {sentence}" not in log]
    assert not missing, missing
    stream = results(folder / "run")["timing"]["stream"]
    assert stream["connections"] == 1 and stream["refused"] >= len(told), stream
    assert estimates(folder / "run") == estimates(folder / "direct")
    assert memory.most - before < MOST_MIB_MORE, (before, memory.most)
    print(f"  {len(told)} strangers, {DAMAGED} damaged hellos and {CONNECTIONS} connections: {stream['refused']} refused, {before:.0f} MiB before, at most {memory.most:.0f} MiB")
    for peer in silent + crowd:
        peer.socket.close()


def damaged(message):
    """A message with some bytes changed, put in or left out; half of them with a length that is right again."""
    message = bytearray(message)
    for _ in range(DICE.randrange(1, 5)):
        at = DICE.randrange(len(message))
        what = DICE.randrange(3)
        if what == 0:
            message[at] = DICE.randrange(256)
        elif what == 1:
            message.insert(at, DICE.randrange(256))
        else:
            del message[at : at + DICE.randrange(1, 9)]
        message = message or bytearray(1)
    return framed(bytes(message[4:]) or b"\x80") if DICE.random() < 0.5 else bytes(message)


def flood(port):
    """A thousand connections at once, a third of them silent, a third with random bytes, a third that stop in the middle of a hello."""
    crowd = []
    for i in range(CONNECTIONS):
        try:
            peer = Peer(port)
        except OSError:
            continue
        crowd.append(peer)
        if i % 3:
            peer.send(DICE.randbytes(200) if i % 3 == 1 else hello()[:30])
    return crowd


def silence_before_anybody_comes(folder):
    """Whoever connects and says nothing is sent away after five seconds, and a thousand of them keep no sender out."""
    direct(folder)
    run = listening(folder)
    silent = Peer(run.port)
    error = silent.error()
    assert error["code"] == "timeout" and "No hello came within 5 s" in error["message"], error
    crowd = flood(run.port)
    rig = sending(folder, run.port, "--pace", "max")
    assert rig.wait(120) == 0, rig.stdout.read()
    assert run.ended()[0] == 0
    assert estimates(folder / "run") == estimates(folder / "direct")
    log = (folder / "run/log.txt").read_text()
    assert "Refused: No hello came within 5 s" in log and "Refused: There are more than 32 connections" in log, log
    for peer in crowd:
        peer.socket.close()


def a_sender_that_makes_every_mistake(folder):
    """Whatever a sender that was welcome does wrongly ends its connection in one sentence, and it may go on where it was."""
    run = listening(folder, "source.listen.max_spike_delay=10 s")
    greeting = hello(stream="clumsy", sources=30)
    for name, (mistake, code, sentence) in MISTAKES.items():
        peer = Peer(run.port)
        peer.send(greeting)
        peer.send(packed(type="samples", seq=0, first_frame=0, frames=5, data=bytes(20)))
        peer.send(packed(seq=1, **mistake))
        error = peer.error()
        assert error is not None and error["code"] == code and sentence in error["message"], (name, error)
    memory = Memory(run.process.pid)
    peer = Peer(run.port)
    peer.send(greeting)
    assert peer.read()["next_seq"] == 1
    # Then nothing but NaN and infinities, which are missing samples, for three seconds of recording.
    seq, frames = 1, 5
    for _ in range(30):
        data = struct.pack("<f", DICE.choice([float("nan"), float("inf"), float("-inf")])) * 100
        peer.send(packed(type="samples", seq=seq, first_frame=frames, frames=100, data=data))
        peer.send(packed(type="heartbeat", seq=seq + 1, complete_through_frame=frames + 100))
        seq, frames = seq + 2, frames + 100
    peer.send(packed(type="end", seq=seq, total_frames=frames, frames=frames, gap_frames=0, spikes=0))
    while (message := peer.read()) is not None and message["type"] != "end":
        assert message["type"] != "error", message
    code, output = run.ended()
    assert code == 0, output
    whole = results(folder / "run")
    assert whole["ledger"]["frames_in"] == frames and whole["ledger"]["samples_missing"] == frames - 5, whole["ledger"]
    assert whole["timing"]["stream"]["connections"] == len(MISTAKES) + 1, whole["timing"]["stream"]
    log = (folder / "run/log.txt").read_text()
    for name, (_, _, sentence) in MISTAKES.items():
        assert sentence in log, name
    assert memory.most < 500, memory.most


CHECKS = [strangers_while_somebody_sends, silence_before_anybody_comes, a_sender_that_makes_every_mistake]


if __name__ == "__main__":
    # A thousand connections on this side, too.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
    sys.exit(run_checks(CHECKS))
