using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Tests.Host.Sources;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Tests.Movies;

/// <summary>Wiring from a movie is wiring from its traces, from a file and over the wire.</summary>
public class MoviePipelineTests
{
    private const string FromFile = "{ file: { path: movie.tif, spike_height: 60000 counts, movie: { rois: rois.csv } } }";
    private const string OverWire = "{ listen: { tcp: 127.0.0.1:0, spike_height: 60000 counts, movie: { rois: rois.csv } } }";

    [Fact]
    public async Task Run_OfAMovie_FindsTheWiringOfItsTraces()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        RunResult traces = await LiveRuns.RunAsync(runs.Pipeline("{ file: { path: traces.npz, spike_height: 100 mV } }"), runs.File("a"));
        RunResult movie = await LiveRuns.RunAsync(runs.Pipeline(FromFile), runs.File("b"));
        Assert.Equal(traces.Outcome.Progress.Ledger, movie.Outcome.Progress.Ledger);
        Assert.Contains(movie.Estimates!.Connections, pair => pair.Online[0].State == ConnectionState.Excitatory);
        // Sixteen bits are 1.6 times 10⁻⁵ of the range: far below the noise, so that scores differ in their fifth digit.
        double scale = CountsPerVolt(runs);
        foreach ((ConnectionEstimate one, ConnectionEstimate other) in traces.Estimates!.Connections.Zip(movie.Estimates.Connections))
        {
            Assert.Equal(one.Online[0].State, other.Online[0].State);
            Assert.Equal(one.Online[0].Log10Evidence ?? 0, other.Online[0].Log10Evidence ?? 0, 0.02);
            Assert.Equal(one.Online[0].Amplitude!.Value, other.Online[0].Amplitude!.Value / scale, 2e-6);
        }
    }

    [Theory]
    [InlineData("movie.background={ inner: 1, outer: 3 }")]
    [InlineData("movie.background={ mask: background.csv, coefficient: 1 }")]
    public async Task Run_WithLightThatAllPixelsShare_FindsTheSameOnceBackgroundIsSubtracted(string background)
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        RunResult dark = await LiveRuns.RunAsync(runs.Pipeline(FromFile), runs.File("a"));
        File.WriteAllText(runs.File("background.csv"), "roi,x,y\n0,0,15\n0,1,15\n0,31,0\n");
        Flicker(runs.File("movie.tif"));
        LoadedPipeline pipeline = runs.Pipeline(FromFile, "source.file." + background);
        RunResult flickering = await LiveRuns.RunAsync(pipeline, runs.File("b"));
        foreach ((ConnectionEstimate one, ConnectionEstimate other) in dark.Estimates!.Connections.Zip(flickering.Estimates!.Connections))
        {
            Assert.Equal(one.Online[0].State, other.Online[0].State);
            Assert.Equal(one.Online[0].Amplitude!.Value, other.Online[0].Amplitude!.Value, 0.05);
        }
        RunResult neglected = await LiveRuns.RunAsync(runs.Pipeline(FromFile), runs.File("c"));
        Assert.Contains(dark.Estimates.Connections.Zip(neglected.Estimates!.Connections), pair => Math.Abs(pair.First.Online[0].Amplitude!.Value - pair.Second.Online[0].Amplitude!.Value) > 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listen_PixelsThatAreSent_AreTheMovieOfTheFile(bool disturbed)
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        await LiveRuns.RunAsync(runs.Pipeline(FromFile), runs.File("a"));
        var waiting = new WaitingRun(runs.Pipeline(OverWire), runs.File("b"));
        FaultOptions? faults = disturbed ? new FaultOptions { Drop = 0.01, Duplicate = 0.01, Reorder = 0.01, DisconnectEvery = TimeSpan.FromMilliseconds(100) } : null;
        SendResult sent = await waiting.SendAsync(runs.Pipeline(FromFile, "source.file.movie.traces=receiver"), faults);
        Assert.Null(sent.Problem);
        await waiting.Result;
        Assert.Equal(LiveRuns.Estimates(runs.File("a")), LiveRuns.Estimates(runs.File("b")));
    }

    [Fact]
    public async Task Listen_ANegativeIndicator_TurnsTracesOver()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        RunResult positive = await LiveRuns.RunAsync(runs.Pipeline(FromFile), runs.File("a"));
        var waiting = new WaitingRun(runs.Pipeline(OverWire, "source.listen.polarity=negative"), runs.File("b"));
        await waiting.SendAsync(runs.Pipeline(FromFile, "source.file.movie.traces=receiver"));
        RunResult negative = await waiting.Result;
        RunResult fromFile = await LiveRuns.RunAsync(runs.Pipeline(FromFile, "source.file.polarity=negative"), runs.File("c"));
        double[] Amplitudes(RunResult result) => [.. result.Estimates!.Connections.Select(pair => pair.Online[0].Amplitude!.Value)];
        int found = positive.Estimates!.Connections.ToList().FindIndex(pair => pair.Online[0].State == ConnectionState.Excitatory);
        Assert.True(Amplitudes(positive)[found] > 0 && Amplitudes(negative)[found] < 0);
        Assert.Equal(Amplitudes(fromFile), Amplitudes(negative));
    }

    [Fact]
    public async Task Listen_TracesInPlaceOfAMovie_AreRefusedAndTheOtherWayRound()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        var waiting = new WaitingRun(runs.Pipeline(OverWire), runs.File("b"));
        Assert.Contains("The recording is of traces", (await waiting.SendAsync(runs.Pipeline(FromFile))).Problem, StringComparison.Ordinal);
        File.WriteAllText(runs.File("rois.csv"), "roi,x,y\n0,40,1\n");
        File.WriteAllText(runs.File("one.csv"), "roi,x,y\n0,5,4\n");
        var small = new WaitingRun(runs.Pipeline(OverWire), runs.File("c"));
        LoadedPipeline pixels = runs.Pipeline(FromFile, "source.file.movie.traces=receiver");
        Assert.Contains("found pixel x 40, y 1; allowed is x below 32 and y below 16", (await small.SendAsync(pixels)).Problem, StringComparison.Ordinal);
        var silent = new WaitingRun(runs.Pipeline("{ listen: { tcp: 127.0.0.1:0, unit: mV } }", "inference.online.minimum_amplitude=0.1 mV"), runs.File("e"));
        File.WriteAllText(runs.File("none.csv"), "train,time_s\n");
        Assert.Contains("found 0 spike trains and 1 imaged neurons", (await silent.SendAsync(runs.Pipeline(FromFile, "source.file.movie.spikes=none.csv", "source.file.movie.rois=one.csv"))).Problem, StringComparison.Ordinal);
        var traces = new WaitingRun(runs.Pipeline("{ listen: { tcp: 127.0.0.1:0, unit: mV } }", "inference.online.minimum_amplitude=0.1 mV"), runs.File("d"));
        Assert.Contains("is a movie of 32 × 16 pixels; traces are allowed", (await traces.SendAsync(pixels)).Problem, StringComparison.Ordinal);
        SendResult sent = await waiting.SendAsync(pixels);
        Assert.Null(sent.Problem);
        // The folder goes when its run has written everything.
        Assert.Null((await waiting.Result).Problem);
    }

    [Fact]
    public async Task WriteInto_AFolder_TakesTheRegionsAlongAndRunsTheSame()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        LoadedPipeline pipeline = runs.Pipeline(FromFile, "source.file.movie.background={ inner: 1, outer: 3, coefficient: 0.5 }", "source.file.movie.spikes=movie.spikes.csv");
        await LiveRuns.RunAsync(pipeline, runs.File("a"));
        pipeline.WriteInto(runs.File("a"));
        LoadedPipeline again = LoadedPipeline.FromFile(Path.Combine(runs.File("a"), "pipeline.yaml"), []);
        await LiveRuns.RunAsync(again, runs.File("b"));
        Assert.Equal(LiveRuns.Estimates(runs.File("a")), LiveRuns.Estimates(runs.File("b")));
        Assert.True(File.Exists(Path.Combine(runs.File("a"), "rois.csv")) && File.Exists(Path.Combine(runs.File("a"), "spikes.csv")));
    }

    [Fact]
    public async Task Load_WhatDoesNotFit_NamesTheKey()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        TiffFiles.Write(runs.File("labels.tif"), [[0, 1, 0, 2]], 2, 2, new TiffFiles.Layout("w"));
        (string Source, string Says)[] mistakes =
        [
            ("{ file: { path: movie.tif } }", "source.file is a movie of 32 × 16 pixels; allowed is movie: { rois: FILE } beside it"),
            ("{ file: { path: traces.npz, movie: { rois: rois.csv } } }", "source.file.movie stands beside a file of traces; allowed is only a movie, .tif"),
            ("{ file: { path: movie.tif, movie: {} } }", "source.file.movie.rois is missing"),
            ("{ file: { path: movie.tif, movie: { rois: none.csv } } }", "source.file.movie.rois names none.csv, which does not exist"),
            ("{ file: { path: movie.tif, movie: { rois: labels.tif } } }", "found regions in 2 × 2 pixels; allowed is the 32 × 16 pixels of the movie"),
            ("{ file: { path: movie.tif, movie: { rois: rois.csv, spikes: none.csv } } }", "none.csv, which does not exist"),
            ("{ file: { path: movie.tif, movie: { rois: rois.csv, background: { inner: 4, outer: 3 } } } }", "source.file.movie.background.outer is 3; allowed is above inner, 4"),
            ("{ file: { path: movie.tif, movie: { rois: rois.csv, background: { mask: none.tif } } } }", "source.file.movie.background.mask names none.tif, which does not exist"),
            ("{ file: { path: movie.tif, frame_rate: 500 Hz, movie: { rois: rois.csv } } }", "found a frame rate of 1000 Hz; allowed is the 500 Hz asked for"),
            ("{ file: { path: movie.tif, polarity: negative, movie: { traces: receiver } } }", "source.file.movie.traces is receiver, and polarity, volts_per_unit and spike_offset change traces"),
            ("{ listen: { tcp: 127.0.0.1:5800, movie: { rois: rois.csv, spikes: x.csv } } }", "source.listen.movie.spikes is written"),
            ("{ listen: { tcp: 127.0.0.1:5800, movie: { rois: rois.csv, traces: receiver } } }", "source.listen.movie.traces is receiver"),
            ("{ listen: { tcp: 127.0.0.1:5800, movie: { rois: none.tif } } }", "source.listen.movie.rois names none.tif, which does not exist"),
        ];
        foreach ((string source, string says) in mistakes)
        {
            string message = Assert.Throws<PipelineException>(() => runs.Pipeline(source)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
        LoadedPipeline pixels = runs.Pipeline(FromFile, "source.file.movie.traces=receiver");
        Assert.Contains("whose traces the receiver makes", Assert.Throws<PipelineException>(() => new RecordingRun(pixels.Resolved, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    // The movie shows the samples from the least, 1000 counts, to the largest, 61,000.
    private static double CountsPerVolt(MovieRuns runs)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        using IRecordingFile traces = RecordingFiles.Open(runs.File("traces.npz"), cancellation: TestContext.Current.CancellationToken);
        foreach (RecordingBatch batch in traces.Open(1000).Batches(TestContext.Current.CancellationToken))
        {
            foreach (float sample in batch.Float32)
                (low, high) = (Math.Min(low, sample), Math.Max(high, sample));
        }
        return 60_000 / (high - low);
    }

    /// <summary>Adds the same light to all pixels of a page, as much as some spikes have, anew in each page.</summary>
    private static void Flicker(string path)
    {
        ushort[][] pages;
        using (IRecordingFile movie = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken))
            pages = TiffFiles.Read(movie, 1000);
        using FileStream stream = File.Create(path);
        var writer = new VoltageToWiring.Files.Recordings.Tiff.TiffWriter(stream, new FrameSize(32, 16), pages.Length, new SampleClock(1000));
        for (int page = 0; page < pages.Length; page++)
        {
            int light = (int)(2000 * (1 + Math.Sin(page * page)));
            writer.Write([.. pages[page].Select(pixel => (ushort)(pixel + light))]);
        }
    }
}
