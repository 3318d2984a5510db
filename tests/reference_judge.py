#!/usr/bin/env python3
"""An independent judge: the reference's method in plain NumPy, against v2w, for parameters that no golden file holds.

    python3 tests/reference_judge.py

Every case runs both and compares output spikes, spikes of each train, exceedances (exactly) and heights (1e-9 relative).
Needs NumPy and the built v2w.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
V2W = ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"

DEFAULTS = dict(
    duration=20.0, dt=1e-4, trains=6, rate=20.0, inhibitory=0.2, connected=0.7, g_exc=0.4e-9, g_inh=1.6e-9, v_exc=0.0, v_inh=-0.065,
    tau=0.007, snr=20.0, window=0.1, surrogates=20, seed=0,
)
CASES = [
    dict(),
    dict(seed=123456789, trains=9, connected=0.5, inhibitory=0.4),
    dict(seed=4294967295, rate=55.0, duration=8.0, surrogates=33),
    dict(seed=3, dt=2e-4, window=0.05, tau=0.011),
    dict(seed=4, dt=5e-4, window=0.02, snr=3.0, duration=30.0),
    dict(seed=5, dt=5e-5, duration=6.0, g_exc=3e-9, g_inh=2e-9, v_inh=-0.08, v_exc=0.01),
    dict(seed=6, rate=0.3, duration=40.0, trains=4),
    dict(seed=7, trains=1, inhibitory=0.0, connected=1.0, window=0.0333),
    dict(seed=8, g_exc=8e-9, trains=12, rate=12.5, duration=15.0),
]
# Regular-spiking cell of the 2007 book.
C, K, V_R, V_T, V_PEAK, A, B, V_C, D = 100e-12, 0.7e-6, -60e-3, -40e-3, 35e-3, 30.0, -2e-9, -50e-3, 100e-12


def spike_train(random, rate, duration):
    size = round(duration * rate)
    times, last = [], 0.0
    while last < duration:
        times.append(last + np.cumsum(random.exponential(1 / rate, size)))
        last = times[-1][-1]
    times = np.concatenate(times)
    return times[times < duration]


def steps_of(times, dt):
    return np.round(times / dt).astype(np.int64)


def conductance(steps, strength, p, count):
    arriving = np.bincount(steps[steps < count], minlength=count) * strength
    g = np.zeros(count)
    g[0] = arriving[0]
    for t in range(1, count):
        g[t] = g[t - 1] + p["dt"] * (-g[t - 1] / p["tau"]) + arriving[t]
    return g


def membrane(inputs, p, count):
    v, u, current, spikes = np.empty(count), 0.0, 0.0, []
    v[0] = now = V_R
    dt = p["dt"]
    for t in range(1, count):
        v_next = now + dt * (K * (now - V_R) * (now - V_T) - u - current) / C
        u += dt * A * (B * (now - V_R) - u)
        if v_next >= V_PEAK:
            spikes.append(t)
            v[t - 1], v_next, u = V_PEAK, V_C, u + D
        v[t] = now = v_next
        current = sum(g[t] * (now - reversal) for g, reversal in inputs)
    return v, spikes


def sta_height(signal, steps, length):
    steps = steps[steps + length < signal.size]
    if steps.size == 0:
        return np.nan
    mean = sum(signal[i : i + length] for i in steps) / steps.size
    return mean.max() - mean.min()


def judge(p):
    random = np.random.RandomState(p["seed"])
    count = round(p["duration"] / p["dt"])
    length = round(p["window"] / p["dt"])
    trains = [spike_train(random, p["rate"], p["duration"]) for _ in range(p["trains"])]
    inhibitory = round(p["inhibitory"] * p["trains"])
    excitatory = p["trains"] - inhibitory
    connected = list(range(round(p["connected"] * inhibitory)))
    connected += [inhibitory + i for i in range(round(p["connected"] * excitatory))]
    inputs = []
    for i in connected:
        strength, reversal = (p["g_inh"], p["v_inh"]) if i < inhibitory else (p["g_exc"], p["v_exc"])
        inputs.append((conductance(steps_of(trains[i], p["dt"]), strength, p, count), reversal))
    voltage, spikes = membrane(inputs, p, count)
    signal = voltage + (V_PEAK - V_R) / p["snr"] * random.randn(count)
    rows = []
    for times in trains:
        height = sta_height(signal, steps_of(times, p["dt"]), length)
        intervals = np.diff(times, prepend=0)
        shuffled = [
            sta_height(signal, steps_of(np.cumsum(random.permutation(intervals)), p["dt"]), length)
            for _ in range(p["surrogates"])
        ]
        rows.append((times.size, sum(h > height for h in shuffled), height, height / np.mean(shuffled)))
    return spikes, rows


def ours(p):
    simulate = "source.simulate."
    settings = {
        "seed": p["seed"], simulate + "duration": f"{p['duration']!r} s", simulate + "timestep": f"{p['dt'] * 1e6:.10g} us",
        simulate + "trains.count": p["trains"], simulate + "trains.rate": f"{p['rate']!r} Hz",
        simulate + "trains.inhibitory": p["inhibitory"], simulate + "trains.connected": p["connected"],
        simulate + "synapses.decay": f"{p['tau'] * 1e3:.10g} ms",
        simulate + "synapses.excitatory.strength": f"{p['g_exc'] * 1e9:.10g} nS",
        simulate + "synapses.inhibitory.strength": f"{p['g_inh'] * 1e9:.10g} nS",
        simulate + "synapses.excitatory.reversal": f"{p['v_exc'] * 1e3:.10g} mV",
        simulate + "synapses.inhibitory.reversal": f"{p['v_inh'] * 1e3:.10g} mV",
        simulate + "imaging.spike_snr": p["snr"], simulate + "imaging.frame_rate": f"{1 / p['dt']:.10g} Hz",
        "inference.sta.window": f"{p['window'] * 1e3:.10g} ms", "inference.sta.surrogates": p["surrogates"],
    }
    with tempfile.TemporaryDirectory() as folder:
        command = [str(V2W), "run", str(ROOT / "pipelines/reference.yaml"), "--quiet", "--out", folder + "/results"]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(pathlib.Path(folder, "results/results.json").read_text())


def compare(p):
    spikes, rows = judge(p)
    results = ours(p)
    problems = []
    if (results["output"][0]["spikes"], results["output"][0]["first_spikes"]) != (len(spikes), spikes[:10]):
        problems.append(f"output spikes: {results['output'][0]} is not {len(spikes)}, {spikes[:10]}")
    for c, (count, exceedances, height, relative) in zip(results["connections"], rows):
        sta, name = c["sta"], f"train {c['source']}"
        if c["spikes"] != count:
            problems.append(f"{name}: {c['spikes']} spikes, not {count}")
        if sta["p_reference"] is None:
            problems += [] if np.isnan(height) else [f"{name}: not tested"]
            continue
        if sta["exceedances"] != exceedances:
            problems.append(f"{name}: {sta['exceedances']} exceedances, not {exceedances}")
        if not np.isclose([sta["height"], sta["relative_height"]], [height, relative], rtol=1e-9, atol=0).all():
            problems.append(f"{name}: height {sta['height']}, {sta['relative_height']}, not {height}, {relative}")
    return problems, len(spikes)


def main():
    failed = 0
    for case in CASES:
        problems, spikes = compare(DEFAULTS | case)
        failed += bool(problems)
        print(case or "defaults", f"({spikes} output spikes):", "; ".join(problems) or "equal", flush=True)
    print(f"{len(CASES) - failed} passed, {failed} failed, 0 skipped")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
