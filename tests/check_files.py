#!/usr/bin/env python3
"""Recordings in files, judged by h5py, NumPy and tifffile: what they write is read, and what is written they read."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np
import tifffile

ROOT = pathlib.Path(__file__).resolve().parent.parent
V2W = ROOT / "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w"
RNG = np.random.default_rng(0)
FRAMES, TARGETS, TRAINS, RATE = 5000, 7, 5, 500.0


def v2w(*arguments):
    return subprocess.run([str(V2W), *map(str, arguments)], capture_output=True, text=True)


def info(path, *options):
    called = v2w("info", path, "--json", *options)
    assert called.returncode == 0, called.stderr
    return json.loads(called.stdout)


def converted(path, to, *options):
    called = v2w("convert", path, to, "--quiet", *options)
    assert called.returncode == 0, called.stderr
    return to


def refused(path, *words, options=()):
    called = v2w("info", path, *options)
    assert called.returncode == 2, (called.returncode, called.stdout, called.stderr)
    assert called.stderr.count("\n") == 1, called.stderr
    for word in words:
        assert word in called.stderr, (word, called.stderr)


def trains(start=0.0):
    """Spike times of each train on a clock of 10 kHz."""
    return [np.sort(RNG.choice(int(FRAMES / RATE * 10000), 40, replace=False)) / 10000 + start for _ in range(TRAINS)]


def units(file, times, resolution=1e-4):
    group = file.create_group("units")
    group.attrs["neurodata_type"] = "Units"
    data = group.create_dataset("spike_times", data=np.concatenate(times), compression="gzip", shuffle=True)
    if resolution:
        data.attrs["resolution"] = resolution
    group.create_dataset("spike_times_index", data=np.cumsum([len(t) for t in times]).astype("uint16"))


def series(file, path, kind, data, unit="volts", conversion=None, offset=None, rate=RATE, start=0.0, timestamps=None, **storage):
    group = file.create_group(path)
    group.attrs["neurodata_type"] = kind
    dataset = group.create_dataset("data", data=data, **storage)
    dataset.attrs["unit"] = unit
    if conversion is not None:
        dataset.attrs["conversion"] = conversion
    if offset is not None:
        dataset.attrs["offset"] = offset
    if timestamps is not None:
        group.create_dataset("timestamps", data=timestamps, compression="gzip", maxshape=(None,))
    else:
        group.create_dataset("starting_time", data=start).attrs["rate"] = np.float32(rate)
    return dataset


def nwb(path):
    file = h5py.File(path, "w")
    file.attrs["nwb_version"] = "2.5.0"
    file.attrs["neurodata_type"] = "NWBFile"
    file["session_start_time"] = "2024-05-06T07:08:09+00:00"
    return file


def spikes_of(array):
    """Pairs of train and time of an npz file."""
    rate = array["spike_rate"]
    return sorted(zip(array["spike_source"].tolist(), np.round(array["spike_tick"] * rate[1] / rate[0], 6).tolist()))


def pairs(times, start=0.0):
    return sorted((train, round(float(t - start), 6)) for train, all_of in enumerate(times) for t in all_of)


def h5py_compressed_roi_series(folder):
    """gzip, shuffle and the chunks that h5py chooses; two series, of which ΔF/F stands out; the session began before."""
    data, times = RNG.normal(size=(FRAMES, TARGETS)).astype("f4"), trains(start=12.25)
    with nwb(folder / "a.nwb") as file:
        stored = series(file, "processing/ophys/DfOverF/RoiResponseSeries", "RoiResponseSeries", data, unit="n.a.", start=12.25,
                        compression="gzip", shuffle=True, maxshape=(None, TARGETS))
        assert stored.chunks[1] < TARGETS, stored.chunks
        series(file, "processing/ophys/Fluorescence/RoiResponseSeries", "RoiResponseSeries", data * 100, start=12.25)
        units(file, times)
    said = info(folder / "a.nwb")
    assert (said["frames"], said["targets"], said["sources"], said["spikes"]) == (FRAMES, TARGETS, TRAINS, 200), said
    assert (said["frame_rate"], said["spike_rate"], said["unit"], said["sample_type"]) == ([500, 1], [10000, 1], "n.a.", "float32"), said
    assert "DfOverF" in said["note"] and "Fluorescence" in said["note"]
    array = np.load(converted(folder / "a.nwb", folder / "a.npz"))
    assert np.array_equal(array["samples"], data) and array["samples"].dtype == np.float32
    assert spikes_of(array) == pairs(times, 12.25)
    other = np.load(converted(folder / "a.nwb", folder / "b.npz", "--series", "/processing/ophys/Fluorescence/RoiResponseSeries"))
    assert np.array_equal(other["samples"], data * 100)


def h5py_integers_with_conversion_and_offset(folder):
    data = RNG.integers(-3000, 3000, size=FRAMES).astype("i2")
    with nwb(folder / "a.nwb") as file:
        series(file, "acquisition/cell", "CurrentClampSeries", data, conversion=1e-5, offset=-0.065, chunks=(777,), compression="gzip", compression_opts=9)
    array = np.load(converted(folder / "a.nwb", folder / "a.npz"))
    assert np.array_equal(array["samples"], (data * 1e-5 - 0.065).astype("f4")[:, None])
    assert str(array["unit"]) == "V" and int(array["sources"]) == 0


def h5py_every_number_type(folder):
    for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
        data = RNG.integers(0, 100, size=(300, 3)).astype(kind)
        for storage in [{}, {"chunks": (64, 2)}]:
            with nwb(folder / "a.nwb") as file:
                series(file, "acquisition/x", "TimeSeries", data, **storage)
            array = np.load(converted(folder / "a.nwb", folder / "a.npz", "--force"))
            assert np.array_equal(array["samples"], data), (kind, storage)
            assert array["samples"].dtype == (np.float32 if np.dtype(kind).itemsize <= 2 or kind == "f4" else np.float64), kind


def h5py_timestamps_with_missing_frames(folder):
    kept = np.delete(np.arange(FRAMES), np.s_[1000:1200])
    data, times = RNG.normal(size=(FRAMES, 2)), trains(3.0)
    jitter = RNG.uniform(-1e-4, 1e-4, len(kept))
    jitter[0] = 0
    with nwb(folder / "a.nwb") as file:
        series(file, "acquisition/x", "TimeSeries", data[kept], timestamps=3 + kept / RATE + jitter, compression="gzip")
        units(file, times, resolution=None)
    said = info(folder / "a.nwb")
    assert (said["frame_rate"], said["gaps"], said["total_frames"], said["sample_type"]) == ([500, 1], [[1000, 200]], FRAMES, "float64"), said
    array = np.load(converted(folder / "a.nwb", folder / "a.npz"))
    assert np.array_equal(array["frames"], kept) and np.array_equal(array["samples"], data[kept])
    assert spikes_of(array) == pairs(times, 3.0)


def h5py_unwritten_chunks_are_the_fill_value(folder):
    with nwb(folder / "a.nwb") as file:
        group = file.create_group("acquisition/x")
        group.attrs["neurodata_type"] = "TimeSeries"
        data = group.create_dataset("data", (1000, 4), "f4", chunks=(100, 3), fillvalue=np.nan, compression="gzip")
        data[200:300] = 1
        group.create_dataset("starting_time", data=0.0).attrs["rate"] = 100.0
        expected = data[:]
    assert np.array_equal(np.load(converted(folder / "a.nwb", folder / "a.npz"))["samples"], expected, equal_nan=True)


def broken_nwb(folder):
    def written(change):
        with nwb(folder / "a.nwb") as file:
            series(file, "acquisition/x", "TimeSeries", np.zeros((100, 2), "f4"))
            units(file, [np.array([0.01]), np.array([0.02, 0.03])])
            change(file)
        return folder / "a.nwb"

    def replace(path, data):
        def change(file):
            attributes = dict(file[path].attrs)
            del file[path]
            file[path] = data
            file[path].attrs.update(attributes)
        return change

    refused(written(replace("units/spike_times_index", [1, 9])), "units/spike_times_index, row 1", "index 9")
    refused(written(replace("units/spike_times_index", [2, 1])), "units/spike_times_index, row 1", "ascend")
    refused(written(replace("units/spike_times_index", [1, 2])), "units/spike_times_index", "last index of 2")
    refused(written(replace("units/spike_times", [0.01, 0.02, 7.0])), "units/spike_times", "unit 1 at 7 s", "0 s to 0.2 s")
    assert info(written(replace("units/spike_times", [-1, 0.02, 7.0])), "--leave-out-spikes-outside")["spikes"] == 1
    refused(written(replace("units/spike_times", ["a", "b", "c"])), "units/spike_times", "elements of type")
    refused(written(replace("acquisition/x/data", np.zeros((3, 4, 5)))), "acquisition/x/data", "shape (3, 4, 5)")
    refused(written(replace("acquisition/x/data", np.zeros((0, 4)))), "acquisition/x/data", "shape (0, 4)")
    refused(written(replace("acquisition/x/data", ["text"] * 10)), "acquisition/x/data", "elements of type")
    swapped = written(replace("acquisition/x/data", np.zeros((100, 2), ">f4")))
    called = v2w("convert", swapped, folder / "a.npz")
    assert called.returncode == 2 and "acquisition/x/data" in called.stderr and "yte order" in called.stderr, called.stderr
    refused(written(lambda file: file["acquisition/x/starting_time"].attrs.__setitem__("rate", -1.0)), "starting_time", "rate of -1 Hz")
    refused(written(lambda file: file["acquisition/x/starting_time"].attrs.__delitem__("rate")), "starting_time", "no attribute rate")
    refused(written(lambda file: file["acquisition/x"].create_dataset("timestamps", data=np.arange(100))), "acquisition/x", "both timestamps")
    refused(written(lambda file: file.copy("acquisition/x", "acquisition/y")), "several series", "acquisition/y")
    refused(written(lambda file: file.attrs.__delitem__("nwb_version")), "nwb_version")
    refused(written(lambda file: file.move("acquisition", "stimulus")), "no series")
    refused(written(lambda file: None), "a frame rate of 500 Hz", "30 Hz asked for", options=("--frame-rate", "30 Hz"))
    refused(written(lambda file: None), "no series nothing", "acquisition/x", options=("--series", "nothing"))
    whole = written(lambda file: None).read_bytes()
    (folder / "a.nwb").write_bytes(whole[: len(whole) // 2])
    refused(folder / "a.nwb", "truncated")
    (folder / "a.nwb").write_bytes(whole[:512] + bytes(len(whole) - 512))
    refused(folder / "a.nwb", "allowed is")
    (folder / "a.nwb").write_bytes(b"")
    refused(folder / "a.nwb", "an empty file")


def nwb_as_the_schema_demands(folder):
    """What is written opens in h5py, with the groups, datasets and attributes that NWB 2.6 marks as required."""
    kept, times = np.delete(np.arange(FRAMES), np.s_[100:150]), trains()
    samples = RNG.normal(size=(FRAMES, TARGETS)).astype("f4")
    for name, frames in [("whole", np.arange(FRAMES)), ("gaps", kept)]:
        np.savez(folder / f"{name}.npz", samples=samples[frames], frames=frames, frame_rate=np.array([30000, 1001]), unit="dF/F", sources=TRAINS + 1,
                 spike_rate=10000, spike_source=np.repeat(np.arange(TRAINS), 40), spike_tick=np.round(np.concatenate(times) * 10000).astype("i8"))
        with h5py.File(converted(folder / f"{name}.npz", folder / f"{name}.nwb")) as file:
            check_schema(file)
            data = file["acquisition/voltage_imaging/data"]
            assert np.array_equal(data[:], samples[frames]) and data.attrs["unit"] == "dF/F"
            ends = file["units/spike_times_index"][:]
            assert len(ends) == TRAINS + 1 and ends[-1] == 200
            for train, expected in enumerate(times):
                assert np.array_equal(file["units/spike_times"][40 * train : ends[train]], expected)
            if name == "gaps":
                assert np.allclose(file["acquisition/voltage_imaging/timestamps"][:], frames * 1001 / 30000, rtol=0, atol=1e-9)
            else:
                assert file["acquisition/voltage_imaging/starting_time"].attrs["rate"] == np.float32(30000 / 1001)
        said = info(folder / f"{name}.nwb")
        assert (said["frame_rate"], said["spike_rate"], said["sources"], said["unit"]) == ([30000, 1001], [10000, 1], TRAINS + 1, "dF/F"), said


def check_schema(file, kinds_there=("NWBFile", "TimeSeries", "Units", "ProcessingModule")):
    text = lambda thing: (thing if isinstance(thing, str) else thing.decode())
    assert file.attrs["nwb_version"].startswith("2.")
    for name in ["identifier", "session_description", "session_start_time", "timestamps_reference_time"]:
        assert text(file[name][()]), name
    assert file["file_create_date"].ndim == 1 and "T" in text(file["file_create_date"][0])
    for name in ["acquisition", "analysis", "general", "processing", "stimulus/presentation", "stimulus/templates"]:
        assert isinstance(file[name], h5py.Group), name
    ids = set()

    def typed(path, thing):
        if "neurodata_type" not in thing.attrs:
            return
        kind = thing.attrs["neurodata_type"]
        common = kind in ("DynamicTable", "VectorData", "VectorIndex", "ElementIdentifiers")
        assert thing.attrs["namespace"] == ("hdmf-common" if common else "core"), (path, kind)
        assert len(thing.attrs["object_id"]) == 36 and thing.attrs["object_id"] not in ids, path
        ids.add(thing.attrs["object_id"])
        if kind in ("Units", "DynamicTable"):
            assert thing["id"].attrs["neurodata_type"] == "ElementIdentifiers" and thing.attrs["description"]
            for column in thing.attrs["colnames"]:
                assert thing[column].attrs["neurodata_type"] == "VectorData" and thing[column].attrs["description"], (path, column)
                if column + "_index" not in thing:
                    assert len(thing[column]) == len(thing["id"]), (path, column)
        if kind == "VectorIndex":
            assert file[thing.attrs["target"]].name == thing.name.removesuffix("_index")
        if kind == "TimeSeries":
            assert {"conversion", "offset", "resolution", "unit"} <= set(thing["data"].attrs) and {"description", "comments"} <= set(thing.attrs)
            when = thing["timestamps"] if "timestamps" in thing else thing["starting_time"]
            assert when.attrs["unit"] == "seconds" and ("interval" in when.attrs or when.attrs["rate"].dtype == np.float32)
        if kind == "ProcessingModule":
            assert thing.attrs["description"]

    typed("/", file)
    file.visititems(typed)
    assert set(kinds_there) <= {thing for thing in kinds(file)}


def kinds(file):
    found = [file.attrs["neurodata_type"]]
    file.visititems(lambda _, thing: found.append(thing.attrs.get("neurodata_type")))
    return found


def npz_as_numpy_writes_it(folder):
    samples, times = RNG.normal(size=(FRAMES, TARGETS)), trains()
    order = RNG.permutation(200)
    for save in [np.savez, np.savez_compressed]:
        save(folder / "a.npz", samples=samples, frame_rate=RATE, spike_source=np.repeat(np.arange(TRAINS), 40)[order], spike_time=np.concatenate(times)[order], unit="mV")
        array = np.load(converted(folder / "a.npz", folder / "b.npz", "--force"))
        assert np.array_equal(array["samples"], samples) and str(array["unit"]) == "mV" and spikes_of(array) == pairs(times)
    np.savez(folder / "a.npz", samples=np.asfortranarray(samples), frame_rate=RATE)
    refused(folder / "a.npz", "samples", "Fortran order", "ascontiguousarray")
    np.savez(folder / "a.npz", sample=samples)
    refused(folder / "a.npz", "the arrays sample", "samples and frame_rate")
    np.savez(folder / "a.npz", samples=samples)
    refused(folder / "a.npz", "no frame rate")
    assert info(folder / "a.npz", "--frame-rate", "1 kHz")["frame_rate"] == [1000, 1]
    np.savez(folder / "a.npz", samples=samples, frame_rate=RATE, frames=np.arange(FRAMES)[::-1])
    refused(folder / "a.npz", "frames", "ascend")
    np.savez(folder / "a.npz", samples=samples, frame_rate=RATE, spike_source=[0, 1], spike_time=[0.1])
    refused(folder / "a.npz", "spike_time", "1 spikes", "the 2 of spike_source")
    np.save(folder / "a.npy", samples.astype(">i2"))
    assert info(folder / "a.npy", "--frame-rate", "1 kHz", "--unit", "counts")["unit"] == "counts"


def csv_in_numpy(folder):
    samples, times = RNG.normal(size=(200, 2)), [np.array([0.1, 0.2])]
    np.savez(folder / "a.npz", samples=samples, frame_rate=RATE, spike_source=[0, 0], spike_time=times[0])
    converted(folder / "a.npz", folder / "a.csv")
    table = np.genfromtxt(folder / "a.csv", delimiter=",", names=True, comments="#", skip_header=11)
    assert np.array_equal(table["target_1"], samples[:, 1]) and np.array_equal(table["frame"], np.arange(200))
    spikes = np.genfromtxt(folder / "a.spikes.csv", delimiter=",", names=True)
    assert np.array_equal(spikes["time_s"], times[0])
    np.savetxt(folder / "b.csv", np.column_stack([np.arange(200) / RATE, samples]), delimiter=",", header="time_s,left,right", comments="", fmt="%.17g")
    np.savetxt(folder / "b.spikes.csv", [[0, 0.1], [0, 0.2]], delimiter=",", header="train,time_s", comments="")
    array = np.load(converted(folder / "b.csv", folder / "b.npz"))
    assert np.array_equal(array["samples"], samples) and array["frame_rate"].tolist() == [500, 1] and spikes_of(array) == pairs(times)


def files_are_not_replaced_unasked(folder):
    np.savez(folder / "a.npz", samples=np.zeros((10, 1)), frame_rate=RATE)
    (folder / "b.nwb").write_text("mine")
    called = v2w("convert", folder / "a.npz", folder / "b.nwb")
    assert called.returncode == 2 and "--force" in called.stderr and (folder / "b.nwb").read_text() == "mine"
    called = v2w("convert", folder / "a.npz", folder / "a.npz", "--force")
    assert called.returncode == 2 and "the file that is read" in called.stderr
    called = v2w("convert", folder / "a.npz", folder / "no such folder" / "b.nwb")
    assert called.returncode == 2 and len(called.stderr.splitlines()) == 1, called.stderr


def what_is_recorded_replays(folder):
    """The direct run and the replay of its recording, through every format, infer the same to the last digit."""
    settings = ["pace=max", "source.simulate.duration=6 s", "source.simulate.targets=2", "source.simulate.imaging.nan=0.001",
                "source.simulate.imaging.gaps=[{ at: 2 s, for: 100 ms }]"]
    assigned = [word for setting in settings for word in ("--set", setting)]
    live = ROOT / "pipelines/live.yaml"
    called = v2w("run", live, *assigned, "--out", folder / "direct", "--no-report", "--quiet")
    assert called.returncode == 0, called.stderr
    direct = inferred(folder / "direct")
    assert direct[1].count("\n") > 100 and any(online["state"] == "excitatory" for pair in direct[0] for online in pair["online"])
    for ending in ["v2wlog", "nwb", "npz", "csv"]:
        called = v2w("record", live, *assigned, "--to", folder / f"a.{ending}", "--quiet")
        assert called.returncode == 0, called.stderr
        assert not list(folder.glob("*.partial")) and (ending == "v2wlog" or not (folder / f"a.{ending}.v2wlog").exists())
        text = live.read_text()
        (folder / f"{ending}.yaml").write_text(replayed(text, f"a.{ending}"))
        called = v2w("run", folder / f"{ending}.yaml", "--set", "batch=7 ms", "--set", "pace=max", "--out", folder / ending, "--no-report", "--quiet")
        assert called.returncode == 0, called.stderr
        assert inferred(folder / ending) == direct, ending
    called = v2w("convert", folder / "a.v2wlog", folder / "wiring.nwb", "--wiring", folder / "nwb", "--quiet")
    assert called.returncode == 0, called.stderr
    with h5py.File(folder / "wiring.nwb") as file:
        check_schema(file)
        table = file["processing/voltage_to_wiring/inferred_wiring"]
        states = {(pair["source"], pair["target"]): online["state"] for pair in direct[0] for online in pair["online"] if online["deciding"]}
        for source, target, state, amplitude in zip(table["source"], table["target"], table["state"].asstr(), table["amplitude"]):
            assert state == (states[source, target] if states[source, target] in ("excitatory", "inhibitory", "absent") else "undecided")
        assert len(table["id"]) == len(states)
        rows = {name: table[name][:] for name in table}
    called = v2w("convert", folder / "nwb", folder / "alone.nwb", "--quiet")
    assert called.returncode == 0, called.stderr
    with h5py.File(folder / "alone.nwb") as file:
        check_schema(file, ["NWBFile", "ProcessingModule", "DynamicTable"])
        table = file["processing/voltage_to_wiring/inferred_wiring"]
        assert all(np.array_equal(table[name][:], rows[name], equal_nan=rows[name].dtype.kind == "f") for name in rows)
    called = v2w("convert", folder / "nwb", folder / "alone.csv")
    assert called.returncode == 2 and "connections.csv" in called.stderr, called.stderr


def wiring_from_traces_alone(folder):
    """Where spikes were found in traces, both columns of the table mean imaged neurons."""
    small = ["source.simulate.duration=20 s", "source.simulate.network.neurons=5"]
    called = v2w("record", ROOT / "pipelines/network.yaml", *[word for setting in small for word in ("--set", setting)], "--to", folder / "a.npz", "--quiet")
    assert called.returncode == 0, called.stderr
    whole = np.load(folder / "a.npz")
    np.savez(folder / "traces.npz", samples=whole["samples"], frame_rate=whole["frame_rate"], unit="V")
    (folder / "traces.yaml").write_text(
        "name: traces\nsource: { file: { path: traces.npz } }\nspikes: detect\ntraces: { detrend: 2 s }\n"
        "inference: { sta: { scheme: none }, online: { minimum_amplitude: 0.1 mV } }\n")
    called = v2w("run", folder / "traces.yaml", "--out", folder / "run", "--no-report", "--quiet")
    assert called.returncode == 0, called.stderr
    called = v2w("convert", folder / "traces.npz", folder / "wiring.nwb", "--wiring", folder / "run", "--quiet")
    assert called.returncode == 0, called.stderr
    with h5py.File(folder / "wiring.nwb") as file:
        table = file["processing/voltage_to_wiring/inferred_wiring"]
        assert len(table["id"]) == 20 and "the column of voltage_imaging" in table["source"].attrs["description"]


def replayed(pipeline, path):
    """A pipeline with a file in place of its source."""
    lines, inside = [], False
    for line in pipeline.splitlines():
        inside = line.startswith("source:") or inside and (line.startswith(" ") or not line.strip() or line.startswith("#"))
        if not inside:
            lines.append(line)
    return "\n".join(lines + [f"source: {{ file: {{ path: {path} }} }}", ""])


def inferred(folder):
    """All that a run inferred, but for what only a simulation knows."""
    results = json.loads((folder / "results.json").read_text())
    for pair in results["connections"]:
        pair.pop("truth", None)
        pair.pop("train_kind", None)
    return results["connections"], (folder / "timeline.csv").read_text(), results["ledger"]


def a_crash_takes_one_batch_at_most(folder):
    """Kills a recording, reads what is there, converts it."""
    path = folder / "a.nwb"
    run = subprocess.Popen([str(V2W), "record", str(ROOT / "pipelines/live.yaml"), "--set", "pace=realtime", "--to", str(path), "--quiet"])
    log = folder / "a.nwb.v2wlog"
    while not (log.exists() and log.stat().st_size > 50_000):
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    said = info(log)
    assert said["frames"] > 0 and "was not closed" in said["note"] and not path.exists(), said
    called = v2w("record", ROOT / "pipelines/live.yaml", "--to", path)
    assert called.returncode == 2 and "not concluded" in called.stderr, called.stderr
    assert info(converted(log, path))["frames"] == said["frames"]


def ctrl_c_ends_a_recording(folder):
    path = folder / "a.nwb"
    run = subprocess.Popen([str(V2W), "record", str(ROOT / "pipelines/live.yaml"), "--set", "pace=realtime", "--to", str(path)], stdout=subprocess.PIPE, text=True)
    log = folder / "a.nwb.v2wlog"
    while not (log.exists() and log.stat().st_size > 50_000):
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    output = run.communicate()[0]
    assert run.returncode == 130 and f"{info(path)['frames']} frames" in output and not log.exists(), output


def movie(pages=60, height=21, width=37):
    """Pixels with a ramp and noise, and labels of three regions."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    labels = np.zeros((height, width), "uint16")
    for n, (cx, cy) in enumerate([(6, 6), (20, 10), (31, 15)]):
        labels[(x - cx) ** 2 + (y - cy) ** 2 <= 9] = n + 1
    pixels = RNG.integers(0, 40000, (pages, height, width)) + 200 * x + 300 * labels * (np.arange(pages) % 5)[:, None, None]
    return pixels.astype("uint16"), labels


def traces_of(pixels, labels, coefficient=0.0, inner=2, outer=6):
    """What traces should be, by the equation, in double precision."""
    height, width = labels.shape
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    traces = []
    for n in range(1, labels.max() + 1):
        at = np.argwhere(labels == n)
        distance = np.sqrt(((np.stack([y, x], -1)[:, :, None, :] - at) ** 2).sum(-1)).min(-1)
        ring = (labels == 0) & (distance > inner) & (distance <= outer)
        traces.append(pixels[:, labels == n].mean(1) - coefficient * pixels[:, ring].mean(1))
    return np.stack(traces, 1)


def traced(path, folder, *options):
    return np.load(converted(path, folder / "traces.npz", "--force", *options))["samples"]


def tifffile_movies_of_every_kind(folder):
    pixels, labels = movie()
    tifffile.imwrite(folder / "rois.tif", labels)
    expected = traces_of(pixels, labels)
    kinds = {
        "little": {}, "big": dict(byteorder=">"), "bigtiff": dict(bigtiff=True), "big_bigtiff": dict(bigtiff=True, byteorder=">"),
        "strips": dict(rowsperstrip=4), "tiles": dict(tile=(16, 16)), "big_tiles": dict(tile=(16, 32), byteorder=">"),
        "zlib": dict(compression="zlib"), "big_zlib": dict(compression="zlib", byteorder=">"), "tiled_zlib": dict(compression="zlib", tile=(16, 16)),
        "differences": dict(compression="zlib", predictor=True), "big_differences": dict(compression="zlib", predictor=True, byteorder=">"),
        "imagej": dict(imagej=True),
    }
    for name, how in kinds.items():
        path = folder / f"{name}.tif"
        tifffile.imwrite(path, pixels, photometric="minisblack", **how)
        found = traced(path, folder, "--rois", folder / "rois.tif", "--frame-rate", "500 Hz")
        assert found.shape == expected.shape and np.abs(found - expected).max() < 0.02, (name, np.abs(found - expected).max())
    eight = (pixels >> 8).astype("uint8")
    tifffile.imwrite(folder / "eight.tif", eight, photometric="minisblack")
    found = traced(folder / "eight.tif", folder, "--rois", folder / "rois.tif", "--frame-rate", "500 Hz")
    assert np.abs(found - traces_of(eight, labels)).max() < 1e-4


def regions_of_every_kind_and_background(folder):
    pixels, labels = movie()
    path = folder / "movie.tif"
    tifffile.imwrite(path, pixels, imagej=True, metadata={"axes": "TYX", "finterval": 0.004})
    assert info(path)["frame_rate"] == [250, 1] and info(path)["pixels"] == [37, 21]
    tifffile.imwrite(folder / "rois.tif", labels)
    weights = np.stack([(labels == n) / (labels == n).sum() for n in (1, 2, 3)]).astype("float32")
    np.save(folder / "weights.npy", weights)
    np.savez(folder / "weights.npz", rois=weights, other=np.zeros(3))
    np.save(folder / "labels.npy", labels)
    at = np.argwhere(labels)
    np.savetxt(folder / "rois.csv", [(labels[y, x] - 1, x, y) for y, x in at], delimiter=",", header="roi,x,y", comments="", fmt="%d")
    for coefficient in (0.0, 0.7):
        expected = traces_of(pixels, labels, coefficient)
        background = () if coefficient == 0 else ("--background", "2..6", "--background-coefficient", coefficient)
        for name in ("rois.tif", "weights.npy", "weights.npz", "labels.npy", "rois.csv"):
            found = traced(path, folder, "--rois", folder / name, *background)
            assert np.abs(found - expected).max() < 0.02, (name, coefficient, np.abs(found - expected).max())
    mask = (labels == 0).astype("uint8")
    tifffile.imwrite(folder / "mask.tif", mask)
    found = traced(path, folder, "--rois", folder / "rois.tif", "--background", folder / "mask.tif")
    assert np.abs(found - (traces_of(pixels, labels) - pixels[:, labels == 0].mean(1)[:, None])).max() < 0.02


def a_movie_we_write_is_read_by_tifffile(folder):
    samples = RNG.normal(size=(300, 2)).astype("float32")
    np.savez(folder / "a.npz", samples=samples, frame_rate=400.0, spike_source=[0, 1], spike_time=[0.01, 0.5])
    labels = np.zeros((16, 24), "uint8")
    labels[2:5, 3:9], labels[8:12, 10:20] = 1, 2
    tifffile.imwrite(folder / "rois.tif", labels)
    path = converted(folder / "a.npz", folder / "movie.tif", "--rois", folder / "rois.tif")
    with tifffile.TiffFile(path) as file:
        pixels = file.asarray()
        assert file.is_imagej and file.imagej_metadata["fps"] == 400 and pixels.shape == (300, 16, 24) and pixels.dtype == np.uint16
    low, high = samples.min(), samples.max()
    shown = 1000 + 60000 * (samples - low) / (high - low)
    assert np.abs(pixels[:, 2:5, 3:9] - shown[:, :1, None]).max() <= 0.51 and np.abs(pixels[:, 8:12, 10:20] - shown[:, 1:, None]).max() <= 0.51
    assert (pixels[:, labels == 0] == 500).all()
    back = info(path, "--rois", folder / "rois.tif")
    assert (back["targets"], back["sources"], back["spikes"], back["frame_rate"]) == (2, 2, 2, [400, 1]), back


def broken_movies(folder):
    pixels, labels = movie(5)
    path, rate = folder / "a.tif", ("--frame-rate", "500 Hz")
    tifffile.imwrite(path, pixels, photometric="minisblack")
    whole = path.read_bytes()
    for cut in (5, 100, len(whole) // 2, len(whole) - 400):
        path.write_bytes(whole[:cut])
        refused(path, "a.tif", options=rate)
    path.write_bytes(b"")
    refused(path, "empty")
    path.write_bytes(b"frame,time_s\n0,1\n")
    refused(path, "as its name says")
    tifffile.imwrite(path, pixels.astype("float32"), photometric="minisblack")
    refused(path, "page 1", "floating point", options=rate)
    tifffile.imwrite(path, pixels[:, :, :36].reshape(5, 21, 12, 3).astype("uint8"), photometric="rgb")
    refused(path, "page 1", "3 values", options=rate)
    tifffile.imwrite(path, pixels, imagej=True, metadata={"finterval": 0.01})
    refused(path, "ImageDescription", "100 Hz", "500 Hz", options=rate)
    tifffile.imwrite(folder / "rois.tif", labels[:-1])
    refused(path, "rois.tif", "37 × 20", "37 × 21", options=("--rois", folder / "rois.tif"))


CHECKS = [
    tifffile_movies_of_every_kind, regions_of_every_kind_and_background, a_movie_we_write_is_read_by_tifffile, broken_movies,
    what_is_recorded_replays, wiring_from_traces_alone, a_crash_takes_one_batch_at_most, ctrl_c_ends_a_recording,
    h5py_compressed_roi_series, h5py_integers_with_conversion_and_offset, h5py_every_number_type, h5py_timestamps_with_missing_frames,
    h5py_unwritten_chunks_are_the_fill_value, broken_nwb, nwb_as_the_schema_demands, npz_as_numpy_writes_it, csv_in_numpy, files_are_not_replaced_unasked,
]


def main():
    failed = 0
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(pathlib.Path(folder))
                print(f"{check.__name__}: fine")
            except Exception as problem:  # Whatever goes wrong, the other checks are still worth running.
                failed += 1
                where = problem.__traceback__.tb_next.tb_lineno if problem.__traceback__.tb_next else 0
                print(f"{check.__name__}, line {where}: {type(problem).__name__} {problem}")
    print(f"{len(CHECKS) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
