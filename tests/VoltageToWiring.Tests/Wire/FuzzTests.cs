using System.Globalization;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Wire;

/// <summary>
/// Damaged recordings into a receiver, from the first byte to the last batch. Whatever comes is taken or refused in one sentence; what was taken is a
/// recording: frames in order, watermarks that do not fall, no more waiting than credit was given for. For hours, instead of a second:
/// <c>V2W_FUZZ_STREAMS=10000000 tests/VoltageToWiring.Tests/bin/Release/net10.0/VoltageToWiring.Tests --filter-class "*FuzzTests"</c>;
/// <c>V2W_FUZZ_SEED</c> begins elsewhere.
/// </summary>
public class FuzzTests
{
    [Fact]
    public void Receiver_DamagedStreams_AreTakenOrRefusedAndStayRecordings()
    {
        long streams = Setting("V2W_FUZZ_STREAMS", 2000), seed = Setting("V2W_FUZZ_SEED", 0);
        var outcome = new FuzzOutcome();
        for (long stream = 0; stream < streams; stream++)
        {
            RandomStream dice = new RandomStreams((ulong)(seed + stream)).Stream("fuzz");
            try
            {
                new FuzzedReceiver(dice, outcome).Run();
            }
            catch (Exception cause)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"Stream {seed + stream}: {cause.Message}"), cause);
            }
        }
        // Damage that is always refused, or never, tests nothing.
        Assert.True(outcome.Refused > streams && outcome.Taken > streams && outcome.Ended > 0, outcome.ToString());
    }

    private static long Setting(string name, long otherwise)
        => long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
