#!/usr/bin/env python3
"""A rig in Python: makes up a recording, streams it to v2w, and prints connections as they are found.

    v2w run pipelines/listen-tcp.yaml          in one terminal
    python3 samples/python-rig/rig.py          in another

Needs msgpack and numpy (Debian: python3-msgpack, python3-numpy). What goes over the wire is in v2w_sender.py.
"""

import argparse
import sys
import time

import numpy as np

from v2w_sender import Refused, Sender

FRAME_RATE, SPIKE_RATE = 1000, 10_000  # Hz; spikes are stamped on a clock of their own
TARGETS, TRAINS, TRAIN_RATE = 2, 10, 10  # imaged neurons, presynaptic trains, Hz
FRAMES_AT_ONCE = 10
REST, NOISE, MEMBRANE, SYNAPSE = -65e-3, 0.3e-3, 20e-3, 5e-3  # V, V, s, s


class Recording:
    """Poisson trains onto leaky neurons: V' = (rest − V)/τ_m + s, s' = −s/τ_s, and a spike moves s. White noise on every sample."""

    def __init__(self, seed):
        self.dice = np.random.default_rng(seed)
        self.jumps = np.zeros((TRAINS, TARGETS))  # height of the potential of one spike, V; 0 where there is no connection
        self.jumps[:4], self.jumps[4:6] = 1e-3, -1e-3
        for target in range(TARGETS):
            self.jumps[:, target] = self.dice.permutation(self.jumps[:, target])
        self.potential, self.current = np.zeros(TARGETS), np.zeros(TARGETS)
        at = np.log(MEMBRANE / SYNAPSE) / (1 / SYNAPSE - 1 / MEMBRANE)  # when the potential of one spike is highest
        self.per_jump = (1 / SYNAPSE - 1 / MEMBRANE) / (np.exp(-at / MEMBRANE) - np.exp(-at / SYNAPSE))

    def next(self, first_frame, frames):
        """Samples and spikes of the next frames."""
        fired = self.dice.random((frames, TRAINS)) < TRAIN_RATE / FRAME_RATE
        samples = np.empty((frames, TARGETS), "<f4")
        for frame in range(frames):
            self.current += fired[frame] @ self.jumps * self.per_jump
            self.potential += (self.current - self.potential / MEMBRANE) / FRAME_RATE
            self.current *= np.exp(-1 / FRAME_RATE / SYNAPSE)
            samples[frame] = REST + self.potential + NOISE * self.dice.normal(size=TARGETS)
        ticks = SPIKE_RATE // FRAME_RATE
        return samples, [(train, (first_frame + frame) * ticks) for frame, train in np.argwhere(fired)]


class Found:
    """Prints connections when their state changes."""

    def __init__(self):
        self.states = {}

    def take(self, estimates):
        for source, target, _, state, _, amplitude, *_ in estimates["connections"]:
            before = self.states.get((source, target))
            self.states[source, target] = state
            if state != before and (state in ("excitatory", "inhibitory") or before in ("excitatory", "inhibitory")):
                print(f"{estimates['time_s']:6.1f} s  {source:2} → {target}  {state}, {1e3 * amplitude:+.2f} mV", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", default="127.0.0.1:5800", help="host:port of v2w; default %(default)s")
    parser.add_argument("--seconds", type=int, default=60, help="of recording; default %(default)s")
    parser.add_argument("--pace", type=float, default=4, help="times real time; 0 for as fast as it is taken; default %(default)s")
    parser.add_argument("--break-every", type=int, metavar="N", help="break the connection after every N messages")
    parser.add_argument("--token", help="where v2w asks for one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    host, port = options.to.rsplit(":", 1)
    recording, found, frames = Recording(options.seed), Found(), options.seconds * FRAME_RATE
    sender = Sender(
        host, int(port), found.take, stream="python-rig", frame_rate=FRAME_RATE, spike_rate=SPIKE_RATE, targets=TARGETS, sources=TRAINS,
        amplitude_unit="V", polarity=1, sample_type="float32", total_frames=frames, **({"token": options.token} if options.token else {}))
    began, breaks = time.monotonic(), 0
    for first in range(0, frames, FRAMES_AT_ONCE):
        samples, spikes = recording.next(first, FRAMES_AT_ONCE)
        if options.pace:
            time.sleep(max(0, began + (first + FRAMES_AT_ONCE) / FRAME_RATE / options.pace - time.monotonic()))
        sender.spikes(spikes, first + FRAMES_AT_ONCE)
        sender.samples(first, samples)
        if not sender.wanted:
            break
        if options.break_every and first // FRAMES_AT_ONCE % options.break_every == options.break_every - 1:
            sender.break_connection()
            breaks += 1
    wanted = sender.wanted
    received = sender.end(frames)
    truth = {pair: "excitatory" if height > 0 else "inhibitory" for pair, height in np.ndenumerate(recording.jumps) if height}
    right = sum(found.states.get(pair) == kind for pair, kind in truth.items())
    wrong = sum(state in ("excitatory", "inhibitory") and truth.get(pair) != state for pair, state in found.states.items())
    print(f"Found {right} of {len(truth)} connections, and {wrong} that are not there.")
    print(f"Books: sent {sender.counts}; received {received}; {sender.connections} connection(s), {breaks} broken on purpose.")
    if not wanted:
        print("v2w wanted no more.")
    return 0 if received == sender.counts or not wanted else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as problem:
        sys.exit(f"{problem}")
