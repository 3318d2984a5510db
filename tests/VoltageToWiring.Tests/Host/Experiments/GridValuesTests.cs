using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Tests.Host.Experiments;

public class GridValuesTests
{
    private const string Strength = "source.simulate.synapses.inhibitory.strength";
    private const string Trains = "source.simulate.trains.count";
    private const string Snr = "source.simulate.imaging.spike_snr";
    private const string Duration = "source.simulate.duration";

    [Theory]
    [InlineData("seed", "3", "3")]
    [InlineData("seed", "[3, 5]", "3 | 5")]
    [InlineData("seed", "0..3", "0 | 1 | 2 | 3")]
    [InlineData("seed", "[0..2, 7, 10..11]", "0 | 1 | 2 | 7 | 10 | 11")]
    [InlineData("source.simulate.imaging.spike_snr", "7..7", "7")]
    [InlineData(Strength, "log(0.2 nS, 12.8 nS, 7)", "0.2 nS | 0.4 nS | 0.8 nS | 1.6 nS | 3.2 nS | 6.4 nS | 12.8 nS")]
    [InlineData(Strength, "log(200 pS, 12.8 nS, 4)", "200 pS | 800 pS | 3200 pS | 12.8 nS")]
    [InlineData(Duration, "log(10 s, 10 min, 5)", "10 s | 27.8 s | 77.5 s | 216 s | 10 min")]
    [InlineData(Snr, "log(1, 40, 4)", "1 | 3.42 | 11.7 | 40")]
    [InlineData(Snr, "log(40, 1, 4)", "40 | 11.7 | 3.42 | 1")]
    [InlineData(Trains, "log(10, 1000, 7)", "10 | 22 | 46 | 100 | 215 | 464 | 1000")]
    [InlineData(Snr, "linear(1, 2, 4)", "1 | 1.333 | 1.667 | 2")]
    [InlineData(Duration, "linear(1000 s, 1010 s, 5)", "1000 s | 1002.5 s | 1005 s | 1007.5 s | 1010 s")]
    [InlineData("source.simulate.synapses.inhibitory.reversal", "\"linear(-80 mV, -60 mV, 3)\"", "-80 mV | -70 mV | -60 mV")]
    [InlineData("inference.online.delays", "[[0 ms], [0 ms, 2 ms]]", "[0 ms] | [0 ms, 2 ms]")]
    public void Values_AsWritten_AreRead(string key, string written, string values)
        => Assert.Equal(values.Split(" | "), Read(key, written).Values[0]);

    [Theory]
    [InlineData(Snr, "log(0, 10, 3)")]
    [InlineData(Snr, "log(-1, 10, 3)")]
    [InlineData(Snr, "log(1, 10)")]
    [InlineData(Snr, "log(1, 10, 1)")]
    [InlineData(Snr, "log(1, 10, 2.5)")]
    [InlineData(Snr, "log(1 nS, 10 nS, 3)")]
    [InlineData(Snr, "linear(1, 1e300, 3)")]
    [InlineData(Strength, "log(1, 10, 3)")]
    [InlineData(Strength, "log(1 nS, 10 mV, 3)")]
    [InlineData(Trains, "linear(1.5, 3, 3)")]
    public void Spacing_ThatCannotBeRead_SaysWhatIsAllowed(string key, string written)
        => Assert.Contains($"{key} is '{written}'; allowed is l", Refused(key, written), StringComparison.Ordinal);

    [Theory]
    [InlineData(Trains, "log(10, 12, 5)", "whose values are not 5 different ones when they are made whole numbers; allowed is fewer values")]
    [InlineData(Snr, "linear(3, 3, 3)", "whose values are not 3 different ones; allowed is fewer values")]
    public void Spacing_TooNarrow_IsRefused(string key, string written, string sentence)
        => Assert.Contains(sentence, Refused(key, written), StringComparison.Ordinal);

    [Fact]
    public void Spacing_InBracesWithoutQuotes_SaysThatItNeedsThem()
    {
        string message = Assert.Throws<PipelineException>(() => Load("grid: { source.simulate.imaging.spike_snr: log(1, 40, 4) }")).Message;
        Assert.Contains("begins with 'log(1'; allowed is log(a, b, n) or linear(a, b, n), in quotes where it stands in brackets or braces", message, StringComparison.Ordinal);
    }

    private static string Refused(string key, string written) => Assert.Throws<PipelineException>(() => Read(key, written)).Message;

    private static Experiment Read(string key, string written) => Load($"grid:\n  {key}: {written}");

    private static Experiment Load(string grid) => Experiment.FromText(
        $"name: tiny\npipeline: live.yaml\n{grid}", "tiny.yaml", [], Path.GetDirectoryName(TestFiles.Pipeline("live.yaml"))!, "build");
}
