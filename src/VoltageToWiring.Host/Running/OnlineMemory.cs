using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Running;

/// <summary>What online inference will take: memory, and work.</summary>
internal static class OnlineMemory
{
    // Traces are filtered in groups of so many targets.
    private const int TargetGroup = 16;

    private const double AnalysisFrameSeconds = 1e-3;
    private const double HistorySeconds = 22;
    private const int HistoryArrays = 4;
    private const int BetsPerPair = 12;

    // Two reports of one score, and the same as the object that is written.
    private const int ResultBytes = 1000;

    // The residuals of the fit before are kept while an open block needs them.
    private const int JointFitsAlive = 2;
    private const int JointMatrices = 3;

    /// <summary>Memory by what takes it.</summary>
    /// <param name="online">The options.</param>
    /// <param name="simulation">The recording.</param>
    public static IEnumerable<MemoryItem> Of(OnlineOptions online, SimulationOptions simulation)
    {
        double targets = simulation.Wiring.Targets, trains = simulation.Recorded.Count;
        double pairs = trains * targets;
        double shapes = online.DecaysSeconds.Count * online.RisesSeconds.Count;
        double framePeriod = Math.Max(AnalysisFrameSeconds, simulation.Camera.StepsPerFrame * simulation.StepClock.PeriodSeconds);
        double traces = Math.Ceiling(targets / TargetGroup) * TargetGroup * Math.Ceiling(HistorySeconds / framePeriod);
        double histories = online.Scores.Sum(score => score == ConnectionScore.Joint ? JointFitsAlive : 1);
        yield return new("score histories of online inference", traces * HistoryArrays * sizeof(float) * histories * shapes);
        yield return new("evidence of every pair", pairs * online.DelaysSeconds.Count * shapes * BetsPerPair * sizeof(double) * online.Scores.Count);
        yield return new("online estimates and results of every pair", pairs * online.Scores.Count * ResultBytes);
        if (online.HorizonSeconds is not null)
            yield return new("surrogate trajectories up to the horizon", pairs * (online.Surrogates + 1.0) * sizeof(float) * online.Scores.Count);
        if (online.Scores.Contains(ConnectionScore.Joint))
            yield return new("Gram matrix and cross-products of the joint score", (trains * trains + pairs) * sizeof(double) * JointMatrices);
    }

    /// <summary>Score values looked up at real and surrogate spikes, expected.</summary>
    /// <param name="online">The options.</param>
    /// <param name="simulation">The recording.</param>
    /// <param name="spikes">Presynaptic spikes, expected.</param>
    public static double Lookups(OnlineOptions online, SimulationOptions simulation, double spikes)
        => spikes * (1.0 + online.Surrogates) * simulation.Wiring.Targets * online.DelaysSeconds.Count
            * online.DecaysSeconds.Count * online.RisesSeconds.Count * online.Scores.Count;
}
