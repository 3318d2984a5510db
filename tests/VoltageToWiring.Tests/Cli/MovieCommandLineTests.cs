using System.Text.Json.Nodes;
using VoltageToWiring.Tests.Movies;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>Movies as users meet them at the command line.</summary>
[Collection(nameof(CommandLineTests))]
public class MovieCommandLineTests
{
    [Fact]
    public async Task Info_OfAMovie_SaysWhatItIsWithAndWithoutRegions()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        Called pixels = await CallAsync(["info", runs.File("movie.tif")]);
        Assert.Equal(0, pixels.ExitCode);
        Assert.Contains("movie      32 × 16 pixels; --rois FILE makes traces of them", pixels.Output, StringComparison.Ordinal);
        Assert.Contains("format     TIFF, version 6.0, little-endian, 16 bit, uncompressed", pixels.Output, StringComparison.Ordinal);
        Assert.Contains("frames     6000 at 1000 Hz", pixels.Output, StringComparison.Ordinal);
        Called traces = await CallAsync(["info", runs.File("movie.tif"), "--rois", runs.File("rois.csv")]);
        Assert.Contains("movie      32 × 16 pixels\ntargets    2\nsamples    float32, counts", traces.Output, StringComparison.Ordinal);
        Called json = await CallAsync(["info", runs.File("movie.tif"), "--json"]);
        Assert.Equal([32, 16], JsonNode.Parse(json.Output)!["pixels"]!.AsArray().Select(side => side!.GetValue<int>()));
    }

    [Fact]
    public async Task Info_OfAMovieWithoutARate_SaysSo()
    {
        using var folder = new TemporaryFolder();
        TiffFiles.Write(folder.File("a.tif"), TiffFiles.Pages(3, 5, 4, 8), 5, 4, new TiffFiles.Layout("wb", 8, BitMiracle.LibTiff.Classic.Compression.LZW));
        Called called = await CallAsync(["info", folder.File("a.tif")]);
        Assert.Contains("frames     3 at a rate that the file does not state\nmovie      5 × 4 pixels", called.Output, StringComparison.Ordinal);
        Assert.Contains("big-endian, 8 bit, LZW", called.Output, StringComparison.Ordinal);
        Assert.Contains("\"frame_rate\": null", (await CallAsync(["info", folder.File("a.tif"), "--json"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("movie.tif", "t.npz", "", "found a movie of 32 × 16 pixels; allowed is --rois beside it")]
    [InlineData("traces.npz", "t.tif", "", "t.tif: found a movie to be written; allowed is --rois beside it")]
    [InlineData("movie.tif", "t.npz", "--rois rois.csv --background 6..2", "--background: found '6..2'; allowed is none, two radii in pixels such as 2..6, or a file")]
    [InlineData("movie.tif", "t.npz", "--rois rois.csv --background 2..6 --background-coefficient 3", "--background-coefficient: found 3; allowed is 0 to 2")]
    [InlineData("movie.tif", "t.npz", "--background 2..6", "--background: found without --rois, of whose regions background is subtracted; allowed is --rois beside it")]
    [InlineData("traces.npz", "t.csv", "--background-coefficient 1", "--background-coefficient: found without --rois")]
    [InlineData("movie.tif", "t.npz", "--rois none.csv", "none.csv")]
    [InlineData("movie.tif", "t.npz", "--rois rois.csv --spikes none.csv", "none.csv")]
    [InlineData("traces.npz", "t.tif", "--rois one.csv", "one.csv: found 1 regions; allowed is the 2 targets of the recording")]
    public async Task Convert_WhatCannotBe_SaysSoAndWritesNothing(string from, string to, string options, string says)
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("one.csv"), "roi,x,y\n0,1,1\n");
        Called called = await CallAsync(["convert", runs.File(from), runs.File(to), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? runs.File(word) : word)]);
        Assert.Equal(2, called.ExitCode);
        Assert.Contains(says, called.Error, StringComparison.Ordinal);
        Assert.Equal(1, called.Error.Count(letter => letter == '\n'));
        Assert.False(File.Exists(runs.File(to)));
    }

    [Fact]
    public async Task Convert_RegionsOfAMovie_GivesItsTraces()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        Called called = await CallAsync(["convert", runs.File("movie.tif"), runs.File("t.csv"), "--rois", runs.File("rois.csv"), "--quiet"]);
        Assert.Equal((0, "", runs.File("t.csv") + "\n"), (called.ExitCode, called.Error, called.Output));
        string[] lines = [.. File.ReadLines(runs.File("t.csv")).Where(line => line[0] != '#')];
        Assert.Equal(("frame,time_s,target_0,target_1", 6001), (lines[0], lines.Length));
        Assert.All(lines[1..].SelectMany(line => line.Split(',')[2..]), cell => Assert.InRange(double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture), 999.5, 61000.5));
    }

    [Fact]
    public async Task Validate_OfAMovie_SaysWhatIsMadeOfIt()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("m.yaml"), "source: { file: { path: movie.tif, movie: { rois: rois.csv } } }\n");
        Called called = await CallAsync(["validate", runs.File("m.yaml")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains("  movie ─ traces ═ sta ═ significance", called.Output, StringComparison.Ordinal);
        Assert.Contains("a movie of 32 × 16 pixels, of which traces of 2 regions of interest are made; motion is not corrected", called.Output, StringComparison.Ordinal);
        Assert.Contains("10.0 KiB  pixels of a batch", called.Output, StringComparison.Ordinal);
        Assert.Contains("Only simulated recordings are rehearsed; run says how fast it is.", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAFile_SaysItsSpikesAndGaps()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("t.csv"), "# frame_rate: 100\n# unit: mV\nframe,a\n" + string.Concat(Enumerable.Range(0, 300).Where(frame => frame is < 100 or > 120).Select(frame => $"{frame},1\n")));
        File.WriteAllText(runs.File("t.spikes.csv"), "train,time_s\n0,0.5\n1,0.7\n1,1.5\n");
        File.WriteAllText(runs.File("f.yaml"), "source: { file: { path: t.csv } }\ninference: { sta: { scheme: blocks, surrogates: 10 } }\n");
        Called called = await CallAsync(["validate", runs.File("f.yaml")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains("t: 2 trains → 1 target, 2 pairs; 300 frames at 100 Hz", called.Output, StringComparison.Ordinal);
        Assert.Contains("  3 spikes; 21 frames are missing", called.Output, StringComparison.Ordinal);
        Assert.Contains("3E+0  presynaptic spikes", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAListener_SaysWhatItWaitsFor()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("l.yaml"), "source: { listen: { tcp: 127.0.0.1:5800, movie: { rois: rois.csv } } }\n");
        Called called = await CallAsync(["validate", runs.File("l.yaml")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains("  movie ─ traces ═ sta ═ significance", called.Output, StringComparison.Ordinal);
        Assert.Contains("run waits for it on tcp://127.0.0.1:5800", called.Output, StringComparison.Ordinal);
        Assert.Contains("a movie, of which traces of 2 regions of interest are made", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_PixelsAsOpenEphys_SaysWhatIsAllowed()
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("m.yaml"), "source: { file: { path: movie.tif, movie: { rois: rois.csv } } }\n");
        Called called = await CallAsync(["send", runs.File("m.yaml"), "--pixels", "--to", "open-ephys://127.0.0.1:5556", "--quiet"]);
        Assert.Equal((2, "A movie of 32 × 16 pixels cannot be published as channels of Open Ephys; allowed are traces, or tcp:// and zmq:// for pixels.\n"), (called.ExitCode, called.Error));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task AMovieWithoutTrains_SaysWhatIsMissing(string verb)
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.Delete(runs.File("movie.spikes.csv"));
        File.WriteAllText(runs.File("m.yaml"), "name: silent\nsource: { file: { path: movie.tif, movie: { rois: rois.csv } } }\n");
        Called called = await CallAsync([verb, runs.File("m.yaml"), .. verb == "run" ? (string[])["--out", runs.File("out")] : []]);
        Assert.Equal(2, called.ExitCode);
        Assert.Equal("silent: found 0 spike trains and 2 imaged neurons, of which no pair can be connected; allowed is a recording with spike trains, or one of two neurons or more with spikes: detect.\n", called.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("record")]
    public async Task PixelsForAReceiver_AnywhereButInSend_AreRefused(string verb)
    {
        using MovieRuns runs = await MovieRuns.MakeAsync();
        File.WriteAllText(runs.File("m.yaml"), "source: { file: { path: movie.tif, movie: { traces: receiver } } }\n");
        string[] rest = verb switch { "run" => ["--out", runs.File("out")], "record" => ["--to", runs.File("r.npz")], _ => [] };
        Called called = await CallAsync([verb, runs.File("m.yaml"), .. rest]);
        Assert.Equal(2, called.ExitCode);
        Assert.Contains("found a movie whose traces the receiver makes; allowed here is movie.traces: here", called.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runs.File("out")) || File.Exists(runs.File("r.npz")));
    }
}
