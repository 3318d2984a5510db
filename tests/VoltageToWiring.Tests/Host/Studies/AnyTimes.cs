using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

/// <summary>Measurements as a test needs them.</summary>
internal static class AnyTimes
{
    public static LatencyFigures Figures(double seconds) => new(1000, seconds, seconds, seconds, seconds, seconds, seconds, seconds);

    public static StageTimes Stage(string name, double serviceS, double busy) => new(name, Figures(serviceS), busy);

    public static LinkTimes Link(string name, double waitS, int capacity = 64, int highWater = 1) => new(name, Figures(waitS), capacity, highWater, 0, 0);

    public static CellTimes Of(double latencyS, double speed = 1, double idleS = 1e-5) => new()
    {
        Published = Figures(latencyS),
        Absorbed = Figures(latencyS),
        Idle = Figures(idleS),
        Stages = [Stage("sta", 1e-5, 0.1), Stage("significance", 2e-5, 0.2)],
        Links = [],
        RecordedS = 10,
        WallS = 10 / speed,
        FramesUsed = 10_000,
        FramesDropped = 0,
        SamplesPerS = 1000,
        ProcessorS = 1,
        AllocatedBytes = 0,
        AllocatedBytesPerBatch = 0,
        Gen0 = 0,
        Gen2 = 0,
        GcPauseS = 0,
        PeakResidentBytes = 1 << 26,
        Delay = new AlgorithmicDelay(0.1, 0.15, 0.5, 0.001, 0.001),
        Moments = [],
    };
}
