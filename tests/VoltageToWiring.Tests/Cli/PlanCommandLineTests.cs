using System.Text.Json;
using VoltageToWiring.Host.Planning;
using VoltageToWiring.Tests.Host.Sweeps;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The verb plan as users call it.</summary>
[Collection(nameof(CommandLineTests))]
public class PlanCommandLineTests
{
    [Fact]
    public async Task Plan_SeveralRatesAndStrengths_AnswersEach()
    {
        Called called = await CallAsync(["plan", "--rate", "5 Hz", "20 Hz", "--excitatory", "0.2 nS", "0.4 nS", "--trains", "60", "--correction", "none"]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        string[] lines = called.Output.Split('\n');
        Assert.Equal("60 trains, 1 target, frames at 1 kHz, spikes 20 times the noise of a frame", lines[0]);
        Assert.Equal("At most 5 % chance of error for each pair: a connection is found when its evidence reaches 20", lines[1]);
        Assert.Equal(4, lines.Count(line => line.StartsWith("  exc  0.", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("  inh  1.6 nS", StringComparison.Ordinal)));
        Assert.Contains("all quantities within what was simulated", called.Output, StringComparison.Ordinal);
        Assert.Contains("\nThis machine keeps up: ", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_FarFromWhatWasSimulated_SaysThatItGuesses()
    {
        Called called = await CallAsync(["plan", "--rate", "200 Hz", "--no-calibration"]);
        Assert.Contains("A guess, because nothing like it was simulated: firing rate is 200 Hz, outside of 2 to 40 Hz.", called.Output, StringComparison.Ordinal);
        Assert.Equal(2, called.Output.Split('\n').Count(line => line.EndsWith("  guess", StringComparison.Ordinal)));
        Assert.Contains("\nWhether this machine keeps up only a run says: ", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_PopulationThatDoesNotFit_SaysThatTheMachineDoesNotKeepUp()
        => Assert.Contains(
            "\nThis machine does not keep up: it has ", (await CallAsync(["plan", "--trains", "90000", "--targets", "500"])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Plan_Json_HasTheFiguresOfTheText()
    {
        Called called = await CallAsync(["plan", "--json", "--excitatory", "0.4 nS"]);
        using JsonDocument json = JsonDocument.Parse(called.Output);
        JsonElement excitatory = json.RootElement.GetProperty("connections")[0];
        Assert.Equal("exc", excitatory.GetProperty("kind").GetString());
        Assert.Equal(4e-10, excitatory.GetProperty("strength_s").GetDouble(), 1e-20);
        double median = excitatory.GetProperty("median_s").GetDouble();
        Assert.InRange(median, excitatory.GetProperty("median_ci95_s")[0].GetDouble(), excitatory.GetProperty("median_ci95_s")[1].GetDouble());
        Assert.InRange(median, excitatory.GetProperty("prediction80_s")[0].GetDouble(), excitatory.GetProperty("eighty_percent_s").GetDouble());
        Assert.True(json.RootElement.GetProperty("machine").GetProperty("keeps_up").GetBoolean());
    }

    [Theory]
    [InlineData("--rate: found '5', which has no unit; allowed is a frequency above 0 (Hz, kHz, mHz).", "--rate", "5")]
    [InlineData("--rate: found 0 Hz; allowed is a frequency above 0 (Hz, kHz, mHz).", "--rate", "0 Hz")]
    [InlineData("--inhibitory: found '1 mV', which is a voltage; allowed is a conductance above 0 (S, uS, µS, nS, pS).", "--inhibitory", "1 mV")]
    [InlineData("--snr: found 'much'; allowed is a number above 0.", "--snr", "much")]
    [InlineData("--trains: found '2.5'; allowed is a whole number, 1 to 100000.", "--trains", "2.5")]
    [InlineData("--alpha: found '0.9'; allowed is a number above 0 and at most 0.5.", "--alpha", "0.9")]
    [InlineData("--connected: found '0'; allowed is a number above 0 and at most 1.", "--connected", "0")]
    [InlineData("--correction: found 'bonferroni'; allowed is e-bh, family-wise, none.", "--correction", "bonferroni")]
    [InlineData("nowhere.json cannot be read as a model of detection times", "--model", "nowhere.json")]
    [InlineData("nowhere/sweep.json cannot be read", "--fit", "nowhere")]
    public async Task Plan_Mistake_IsNamedInASentence(string sentence, params string[] arguments)
    {
        Called called = await CallAsync(["plan", .. arguments]);
        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.StartsWith(sentence, called.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_FitOfItsOwnTable_WritesTheModelThatItBringsAlong()
    {
        using var folder = new TemporaryFolder();
        string own = Path.Combine(TestFiles.Root, "src", "VoltageToWiring.Host", "Planning");
        Called called = await CallAsync(["plan", "--fit", Path.Combine(own, DetectionTable.FileName), "--out", folder.Path]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Equal(File.ReadAllBytes(Path.Combine(own, DetectionTable.FileName)), File.ReadAllBytes(folder.File(DetectionTable.FileName)));
        Called asked = await CallAsync(["plan", "--no-calibration", "--model", folder.File(DetectionModel.FileName)]);
        Assert.Equal((await CallAsync(["plan", "--no-calibration"])).Output, asked.Output);
    }

    [Fact]
    public async Task Plan_CheckAgainstASweep_CountsItsConnections()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.File("sweep"), TinySweep.Read(TinySweep.Six));
        Called called = await CallAsync(["plan", "--check", folder.File("sweep")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        // Of five trains one is inhibitory; of each kind seven tenths are connected, in six cells.
        Assert.Matches(@"\n  all +24 +[0-9]+ % ", called.Output);
        Assert.Matches(@"\n  inhibitory +6 +", called.Output);
    }
}
