using System.Globalization;
using VoltageToWiring.Host.Rehearsals;
using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What <c>validate</c> prints of a rehearsal.</summary>
internal static class SpeedText
{
    // What takes less of the largest part is not worth a line.
    private const double Mentioned = 0.05;

    private const string Heading = "# Expected speed";

    public static void Write(SpeedForecast speed, Pace pace, TextWriter to)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine();
        text.WriteLine(Heading);
        text.WriteLine();
        text.WriteLine($"  {speed.RealTimeFactor,10:0.##}  times real time: {speed.RecordedSeconds:0.###} s of recording in {speed.WallSeconds:0.##} s, as rehearsed here for {speed.RehearsedSeconds:0.0} s");
        foreach ((WorkPart part, double seconds) in Mention(speed))
            text.WriteLine($"  {seconds,8:0.00} s  {NameOf(part)}");
        if (speed.StartSeconds > Mentioned * speed.WallSeconds)
            text.WriteLine($"  {speed.StartSeconds,8:0.00} s  to start and to compile");
        text.WriteLine($"  Most of it is {NameOf(Mention(speed).First().Part)}. Stages run beside each other.");
        if (pace.Speed is { } asked)
            text.WriteLine(asked <= speed.RealTimeFactor ? $"  The pace that is set, {pace}, holds it back." : $"  The pace that is set, {pace}, cannot be kept.");
        to.Write(text.ToString());
    }

    public static void WriteNone(string reason, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine(Heading);
        to.WriteLine();
        to.WriteLine("  " + reason);
    }

    private static IEnumerable<(WorkPart Part, double Seconds)> Mention(SpeedForecast speed)
    {
        double largest = speed.Parts.Max(part => part.Seconds);
        return speed.Parts.Where(part => part.Seconds > Mentioned * largest || part.Seconds == largest).OrderByDescending(part => part.Seconds);
    }

    private static string NameOf(WorkPart part) => part switch
    {
        WorkPart.Trains => "presynaptic spikes",
        WorkPart.Synapses => "synaptic conductances",
        WorkPart.Neurons => "neurons",
        WorkPart.Imaging => "imaging",
        WorkPart.Averages => "spike-triggered averages",
        WorkPart.Scores => "scores of traces",
        WorkPart.Regression => "sums of the regression",
        WorkPart.Fits => "fits",
        WorkPart.Evidence => "surrogates and evidence",
        _ => "decisions and reports",
    };
}
