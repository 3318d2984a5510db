"""What a script does with a stream: parcels from loopback TCP, the work of three stages in NumPy, and latencies on the monotonic clock.

Called by the carrier comparison of the benchmarks: numpy_consumer.py PORT CHANNELS FRAMES WARM_UP
A parcel is eight bytes, when it was due in ns of the monotonic clock, then frames x channels float32.
"""

import json
import socket
import struct
import sys
import time

import numpy as np

DECAY = np.float32(0.9)


def receive(connection, buffer):
    """Fills the buffer; False where the stream ends before."""
    view, got = memoryview(buffer), 0
    while got < len(buffer):
        count = connection.recv_into(view[got:])
        if count == 0:
            return False
        got += count
    return True


def main():
    port, channels, frames, warm_up = (int(argument) for argument in sys.argv[1:5])
    offsets = np.arange(channels, dtype=np.float32) / 100
    state, sums = np.zeros(channels, np.float32), np.zeros(channels)
    header, body = bytearray(8), bytearray(4 * channels * frames)
    late, since = [], 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while receive(connection, header) and receive(connection, body):
            samples = np.frombuffer(body, np.float32).reshape(frames, channels) - offsets
            for row in samples:
                state = DECAY * state + row
                row[:] = state
            sums += samples.sum(axis=0)
            now = time.monotonic_ns()
            late.append(now - struct.unpack("<q", header)[0])
            if len(late) == warm_up:
                since = now
    counted = np.array(late[warm_up:]) / 1e3
    assert np.isfinite(sums).all()
    print(json.dumps({
        "per_second": len(counted) / ((now - since) / 1e9),
        "p50_us": float(np.percentile(counted, 50)),
        "p999_us": float(np.percentile(counted, 99.9)),
    }))


main()
