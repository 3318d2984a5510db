using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies;

/// <summary>The keys whose largest values can be searched, and which values they can have.</summary>
internal static class CapacityKeys
{
    private const string Pairs = "pairs";
    private const string Targets = "source.simulate.targets";
    private const string Trains = "source.simulate.trains.count";
    private const string FrameRate = "source.simulate.imaging.frame_rate";
    private const double FewestStepsPerSecond = 10_000;
    private const decimal MicrosecondsPerSecond = 1e6m;

    // Two values of a count that are nearer to each other than this are not told apart: neither does the machine, from one run to the next.
    private const double Resolution = 1.05;

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Names { get; } = [Pairs, Targets, Trains, FrameRate];

    /// <summary>What a value of a key counts.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    public static string UnitOf(string key) => key switch
    {
        Pairs => "pairs",
        Targets => "targets",
        Trains => "trains",
        _ => "Hz",
    };

    /// <summary>What is asked for a key, as the beginning of a line.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    public static string AskedOf(string key) => key == FrameRate ? "the highest frame rate" : $"the largest number of {UnitOf(key)}";

    /// <summary>The values that are tried, ascending: each at least 5 % above the one before it.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    /// <param name="from">The smallest.</param>
    /// <param name="to">The largest.</param>
    public static IReadOnlyList<int> Ladder(string key, int from, int to)
    {
        IEnumerable<int> all = key == FrameRate ? Rates(to) : Counts(from, to).Select(value => key == Pairs ? Side(value) * Side(value) : value);
        return [.. all.Where(value => value >= from && value <= to).Distinct().Order()];
    }

    /// <summary>What is set to try a value.</summary>
    /// <param name="key">One of <see cref="Names"/>.</param>
    /// <param name="value">A value of its ladder.</param>
    /// <param name="pipeline">The pipeline that they are set in.</param>
    public static IEnumerable<PipelineSetting> Settings(string key, int value, ResolvedPipeline pipeline) => key switch
    {
        Pairs => [Set(Trains, Side(value)), Set(Targets, Side(value))],
        FrameRate => RateSettings(value, pipeline),
        _ => [Set(key, value)],
    };

    // A batch and a report for every frame, or estimates would be late by design; and a window of whole frames, no shorter than it was.
    private static IEnumerable<PipelineSetting> RateSettings(int rateHz, ResolvedPipeline pipeline)
    {
        double window = pipeline.Sta.WindowFrames * pipeline.Simulation.FrameClock.PeriodSeconds;
        // One cadence under two names, the second of which would bring online inference along.
        string[] reports = pipeline.Online is null ? ["inference.sta.report_every"] : ["inference.sta.report_every", "inference.online.report_every"];
        return
        [
            new PipelineSetting(string.Create(CultureInfo.InvariantCulture, $"{FrameRate}={rateHz} Hz"), FrameRate),
            new PipelineSetting($"source.simulate.timestep={Time(rateHz, 1m / StepsOf(rateHz))}", FrameRate),
            new PipelineSetting($"inference.sta.window={Time(rateHz, (decimal)Math.Ceiling(Math.Round(window * rateHz, 6)))}", FrameRate),
            .. reports.Append("batch").Select(path => new PipelineSetting($"{path}={Time(rateHz, 1)}", FrameRate)),
        ];
    }

    private static PipelineSetting Set(string key, int value) => new(string.Create(CultureInfo.InvariantCulture, $"{key}={value}"), key);

    private static int Side(int pairs) => (int)Math.Max(1, Math.Round(Math.Sqrt(pairs)));

    private static IEnumerable<int> Counts(int from, int to)
    {
        for (double value = from; value < to; value = Math.Max(value + 1, value * Resolution))
            yield return (int)value;
        yield return to;
    }

    // Rates whose periods are finite decimals, so that steps and frames fit each other exactly.
    private static IEnumerable<int> Rates(int to)
    {
        for (long fives = 1; fives <= to; fives *= 5)
        {
            for (long rate = fives; rate <= to; rate *= 2)
                yield return (int)rate;
        }
    }

    // A step for each frame, or as many as it takes for none to be longer than a tenth of a millisecond.
    private static int StepsOf(int rateHz) => Rates(1 << 20).Order().First(count => count * (double)rateHz >= FewestStepsPerSecond);

    private static string Time(int rateHz, decimal frames)
        => string.Create(CultureInfo.InvariantCulture, $"{MicrosecondsPerSecond / rateHz * frames:0.############} us");
}
