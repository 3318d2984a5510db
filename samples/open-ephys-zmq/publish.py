#!/usr/bin/env python3
"""Publishes a recording as the ZMQ Interface of Open Ephys does, loses some of its messages on purpose, and keeps the books of what was lost.

Needs python3-zmq and python3-numpy. Every channel is a neuron: spikes, and potentials that the spikes of others make in it. In one terminal

    v2w run pipelines/listen-open-ephys.yaml --out results/open-ephys

and in another

    python3 samples/open-ephys-zmq/publish.py --drop 1 --check results/open-ephys/results.json
"""
import argparse
import json
import pathlib
import sys
import time

import numpy as np
import zmq

SAMPLES_PER_BLOCK = 20  # of each channel, in one message
FIRST_NUMBER = 1001  # the acquisition has been running for a while when somebody subscribes
FIRST_SAMPLE = 123456
STREAM = "Example-100.0"


class Network:
    """Neurons that fire at random and drive each other: traces in µV, as a headstage would give them."""

    HEIGHT, NOISE, STRENGTH = 60_000.0, 400.0, 1500.0

    def __init__(self, neurons, rate_hz, seed):
        self.rng = np.random.default_rng(seed)
        self.neurons, self.rate_hz = neurons, rate_hz
        kinds = np.where(np.arange(neurons) % 3 == 2, -1.0, 1.0)  # every third one is inhibitory
        self.wiring = kinds[:, None] * (self.rng.random((neurons, neurons)) < 0.25)
        np.fill_diagonal(self.wiring, 0)

    def record(self, frames):
        """Spikes and traces, frames × neurons."""
        spikes = self.rng.random((frames, self.neurons)) < 8.0 / self.rate_hz
        t = np.arange(int(0.06 * self.rate_hz)) / self.rate_hz
        potential = np.exp(-t / 0.008) - np.exp(-t / 0.001)
        potential *= self.STRENGTH / potential.max()
        spike = self.HEIGHT * np.array([0.4, 1.0, 0.2, -0.05, -0.04, -0.02])
        traces = self.NOISE * self.rng.normal(size=spikes.shape)
        driven = spikes.astype(float) @ self.wiring
        for neuron in range(self.neurons):
            traces[:, neuron] += np.convolve(driven[:, neuron], potential)[:frames]
            traces[:, neuron] += np.convolve(spikes[:, neuron], spike)[1 : frames + 1]  # the peak is in the spike's own frame
        return spikes, traces.astype("<f4")


class Interface:
    """The plugin: PUB on the data port, REP on the next one."""

    def __init__(self, port):
        context = zmq.Context.instance()
        self.data = context.socket(zmq.XPUB)  # a PUB that hears of its subscribers
        self.data.sndhwm = 0
        self.data.bind(f"tcp://127.0.0.1:{port}")
        self.heartbeats = context.socket(zmq.REP)
        self.heartbeats.bind(f"tcp://127.0.0.1:{port + 1}")
        self.clients = set()
        self.number = FIRST_NUMBER - 1

    def wait_for_subscriber(self):
        print("Waiting for a subscriber.", flush=True)
        self.data.recv()

    def hear(self):
        while self.heartbeats.poll(0):
            message = json.loads(self.heartbeats.recv())
            if message["uuid"] not in self.clients:
                print(f"A client: {message['application']}", flush=True)
            self.clients.add(message["uuid"])
            self.heartbeats.send(b"heartbeat received")

    def data_message(self, channel, first, samples, rate_hz, sent):
        content = {"stream": STREAM, "channel_num": channel, "num_samples": len(samples), "sample_num": first, "sample_rate": float(rate_hz)}
        self._send(b"DATA\0", {"type": "data", "content": content, "data_size": samples.nbytes}, samples.tobytes(), sent)

    def spike_message(self, neuron, sample, sent):
        spike = {"stream": STREAM, "source_node": 101, "electrode": f"Electrode {neuron + 1}", "sample_num": sample, "num_channels": 1,
                 "num_samples": 40, "sorted_id": 1, "threshold": [-50.0]}
        self._send(b"EVENT\0", {"type": "spike", "spike": spike}, bytes(160), sent)

    def event_message(self, sample):
        content = {"stream": STREAM, "source_node": 100, "type": 3, "sample_num": sample}
        self._send(b"EVENT\0", {"type": "event", "content": content, "data_size": 10}, bytes(10), True)

    def _send(self, envelope, header, data, sent):
        self.number += 1  # every message has a number, whether it arrives or not
        if sent:
            header = {"message_num": self.number, **header, "timestamp": int(time.time() * 1000)}
            self.data.send_multipart([envelope, json.dumps(header).encode(), data])


def publish(interface, network, seconds, rate_hz, drop, speed):
    """Publishes a recording block by block. Returns what a subscriber's books should say."""
    spikes, traces = network.record(int(seconds * rate_hz) // SAMPLES_PER_BLOCK * SAMPLES_PER_BLOCK)
    blocks = len(traces) // SAMPLES_PER_BLOCK
    books = {"frames_in": 0, "frames_in_gaps": 0, "frames_incomplete": 0, "samples_missing": 0, "messages_lost": 0, "spikes": 0}
    dice = np.random.default_rng(1)
    began = time.monotonic()
    for block in range(blocks):
        here = slice(block * SAMPLES_PER_BLOCK, (block + 1) * SAMPLES_PER_BLOCK)
        first = FIRST_SAMPLE + here.start
        # What is lost at the very beginning and at the very end nobody can notice, so nothing is.
        whole = block < 3 or block >= blocks - 3
        lost_block = not whole and dice.random() < drop
        for frame, neuron in zip(*np.nonzero(spikes[here])):
            if block > 0:  # before the recording
                interface.spike_message(int(neuron), first + int(frame), sent=True)
                books["spikes"] += 1
        if block % 50 == 7:
            interface.event_message(first)
        came = 0
        for channel in range(network.neurons):
            if block == 0 and channel < network.neurons // 2:
                continue  # the subscriber comes in the middle of a block
            sent = whole or not (lost_block or dice.random() < drop)
            interface.data_message(channel, first, np.ascontiguousarray(traces[here, channel]), rate_hz, sent)
            came += sent
        if block > 0:  # the first block was not seen whole, so the recording begins with the second
            books["messages_lost"] += network.neurons - came
            books["frames_in" if came else "frames_in_gaps"] += SAMPLES_PER_BLOCK
            if 0 < came < network.neurons:
                books["frames_incomplete"] += SAMPLES_PER_BLOCK
                books["samples_missing"] += SAMPLES_PER_BLOCK * (network.neurons - came)
        interface.hear()
        ahead = here.stop / rate_hz / speed - (time.monotonic() - began)
        if ahead > 0:
            time.sleep(ahead)
    return books


def check(path, books, network, patience):
    """Compares what a run wrote with the books, and says which connections it found. Returns whether all is well."""
    end = time.monotonic() + patience
    while not path.exists():
        if time.monotonic() > end:
            print(f"{path} was not written within {patience} s.")
            return False
        time.sleep(0.1)
    results = json.loads(path.read_text())
    well = True
    for name, expected in books.items():
        found = results["ledger"].get(name)
        if name == "spikes":
            continue
        print(f"  {name:18} {expected:8} published {found:8} in the run's books{'' if found == expected else '  <-- WRONG'}")
        well &= found == expected
    found = [(pair["source"], pair["target"]) for pair in results["connections"] for online in pair["online"]
             if online["deciding"] and online["state"] in ("excitatory", "inhibitory")]
    true = {(int(source), int(target)) for source, target in zip(*np.nonzero(network.wiring))}
    print(f"  {len(true & set(found))} of {len(true)} connections found, {len(set(found) - true)} found that are not there")
    return well


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--port", type=int, default=5556, help="data port; signs of life are answered at the next")
    arguments.add_argument("--neurons", type=int, default=8)
    arguments.add_argument("--seconds", type=float, default=60, help="of recording")
    arguments.add_argument("--rate", type=int, default=1000, help="samples per second")
    arguments.add_argument("--speed", type=float, default=1, help="times real time")
    arguments.add_argument("--drop", type=float, default=0, help="percentage of messages, and of whole blocks, that are lost")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--check", type=pathlib.Path, metavar="results.json", help="what the run writes; compared with what was published")
    asked = arguments.parse_args()
    interface, network = Interface(asked.port), Network(asked.neurons, asked.rate, asked.seed)
    interface.wait_for_subscriber()
    books = publish(interface, network, asked.seconds, asked.rate, asked.drop / 100, asked.speed)
    print(f"Published {asked.seconds:g} s; lost on purpose: {books['messages_lost']} messages.", flush=True)
    well = asked.check is None or check(asked.check, books, network, patience=60)
    zmq.Context.instance().destroy(linger=1000)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
