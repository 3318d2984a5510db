"""Sends a recording to v2w over TCP, as src/VoltageToWiring.Wire/PROTOCOL.md describes. Needs msgpack; copy this file into your rig.

    sender = Sender("127.0.0.1", 5800, stream="rig", frame_rate=1000, spike_rate=10000, targets=2, sources=10,
                    amplitude_unit="V", polarity=1, sample_type="float32", on_estimates=print)
    sender.spikes([(3, 1207)], complete_through_frame=130)      # train 3 fired at tick 1207
    sender.samples(120, traces[120:130])                        # frames × targets, float32, C order
    print(sender.end(total_frames=130))
"""

import collections
import secrets
import select
import socket
import struct
import time

import msgpack

WORTH_TRYING_AGAIN = ("timeout", "crowded")


class Refused(Exception):
    """v2w wants nothing of this recording; the message says why."""


class Sender:
    """One recording on its way. Every call returns once the receiver had room for the message, so a slow receiver slows the caller down."""

    def __init__(self, host, port, on_estimates=None, patience_s=60, **hello):
        self._address, self._patience_s, self._on_estimates = (host, port), patience_s, on_estimates
        self._hello = {"type": "hello", "protocol": 1, "session": secrets.token_hex(16), **hello}
        self._kept = collections.deque()  # Messages that are not acknowledged, the oldest first; its number is _oldest.
        self._oldest = self._next = self._position = self._limit = 0
        self._socket, self._bytes, self._last_word = None, b"", None
        self.counts = {"frames": 0, "gap_frames": 0, "spikes": 0}
        self.connections = 0

    def samples(self, first_frame, data):
        """Samples of frames that follow those before: an array frames × targets of the sample type."""
        self.counts["frames"] += len(data)
        self._send(type="samples", first_frame=first_frame, frames=len(data), data=data.tobytes())

    def spikes(self, spikes, complete_through_frame):
        """Spikes as (train, tick), in any order; with them all spikes before the frame have been sent."""
        self.counts["spikes"] += len(spikes)
        flat = [int(number) for spike in spikes for number in spike]
        self._send(type="spikes", complete_through_frame=complete_through_frame, spikes=flat)

    def gap(self, first_frame, frames):
        """Frames that will never come."""
        self.counts["gap_frames"] += frames
        self._send(type="gap", first_frame=first_frame, frames=frames)

    def end(self, total_frames):
        """Ends the recording, waits for the last estimates, and gives what the receiver counted."""
        self._send(type="end", total_frames=total_frames, **self.counts)
        self._exchange(lambda: self._last_word)
        self._socket.close()
        return {name: self._last_word[name] for name in self.counts}

    @property
    def wanted(self):
        """Whether the receiver wants more; it may have ended before the recording does."""
        return self._last_word is None

    def break_connection(self):
        """Breaks the connection, to see that nothing is lost by it."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _send(self, **message):
        message["seq"] = self._next
        self._kept.append(packed(message))
        self._next += 1
        self._exchange(lambda: self._position == self._next or self._last_word)

    def _exchange(self, done):
        """Sends what there is credit for and reads what has come, until it is done."""
        given_up = time.monotonic() + self._patience_s
        while not done():
            try:
                if not self._socket:
                    self._connect()
                may_send = self._position < min(self._next, self._limit)
                readable, writable, _ = select.select([self._socket], [self._socket] if may_send else [], [], 1)
                for message in self._received() if readable else []:
                    self._take(message)
                if writable and self._position < self._next:
                    self._socket.sendall(self._kept[self._position - self._oldest])
                    self._position += 1
                given_up = time.monotonic() + self._patience_s
            except OSError as problem:
                if time.monotonic() > given_up:
                    raise Refused(f"{self._address[0]}:{self._address[1]} cannot be reached: {problem}") from problem
                self.break_connection()
                time.sleep(0.05)

    def _connect(self):
        self._socket, self._bytes = socket.create_connection(self._address, timeout=10), b""
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(packed({**self._hello, "oldest_seq": self._oldest}))
        self._limit = 0  # Nothing may be sent before the welcome.
        self.connections += 1

    def _received(self):
        chunk = self._socket.recv(1 << 16)
        if not chunk:
            raise ConnectionError("the receiver closed the connection")
        self._bytes += chunk
        while len(self._bytes) >= 4 and len(self._bytes) >= 4 + (length := struct.unpack(">I", self._bytes[:4])[0]):
            body, self._bytes = self._bytes[4 : 4 + length], self._bytes[4 + length :]
            yield msgpack.unpackb(body)

    def _take(self, message):
        match message["type"]:
            case "welcome":
                self._acknowledged(message)
                self._position = message["next_seq"]
            case "ack":
                self._acknowledged(message)
            case "resend_from":
                self._position = max(self._oldest, message["next_seq"])
            case "estimates" if self._on_estimates:
                self._on_estimates(message)
            case "end":
                self._last_word = message
            case "error" if message["code"] in WORTH_TRYING_AGAIN:
                raise ConnectionError(message["message"])
            case "error":
                raise Refused(message["message"])

    def _acknowledged(self, message):
        while self._oldest < message["next_seq"]:
            self._kept.popleft()
            self._oldest += 1
        self._position = max(self._position, self._oldest)
        self._limit = message["next_seq"] + message["credit"]


def packed(message):
    body = msgpack.packb(message)
    return struct.pack(">I", len(body)) + body
