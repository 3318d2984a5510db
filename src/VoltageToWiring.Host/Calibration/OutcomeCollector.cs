using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>Watches the estimates of one recording, and keeps of each pair and score what a calibration asks for.</summary>
/// <param name="truth">The wiring.</param>
public sealed class OutcomeCollector(Wiring truth) : IObserver<EstimateReport>
{
    private readonly List<ReportDiscoveries> _discoveries = [];
    private PairOutcome[] _pairs = [];
    private double _recordedSeconds;

    /// <inheritdoc/>
    public void OnNext(EstimateReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_pairs.Length == 0)
            _pairs = [.. value.Connections.SelectMany(pair => pair.Online, Begin)];
        _recordedSeconds = value.TimeSeconds;
        int at = 0;
        foreach (ConnectionEstimate pair in value.Connections)
        {
            foreach (OnlineEstimate online in pair.Online)
            {
                _pairs[at] = After(_pairs[at], online, value.TimeSeconds);
                at++;
            }
        }
        _discoveries.AddRange(_pairs.GroupBy(pair => pair.Score).Select(score => Count(score.Key, score, value.TimeSeconds)));
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <summary>What was seen.</summary>
    /// <param name="seed">Seed of the recording.</param>
    public RecordingOutcome Conclude(ulong seed) => new(seed, _recordedSeconds, _pairs, _discoveries);

    private PairOutcome Begin(ConnectionEstimate pair, OnlineEstimate online) => new()
    {
        Source = pair.Source,
        Target = pair.Target,
        Score = online.Score,
        Deciding = online.Deciding,
        Truth = StaEvaluation.ClassOf(truth[pair.Source, pair.Target]),
    };

    private static PairOutcome After(PairOutcome pair, OnlineEstimate online, double seconds)
    {
        TrueConnection? declared = DeclaredAs(online.State);
        bool first = pair.DeclaredAs is null && declared is not null;
        return pair with
        {
            DeclaredAs = pair.DeclaredAs ?? declared,
            DeclaredAtSeconds = first ? online.DecidedAtSeconds ?? seconds : pair.DeclaredAtSeconds,
            WasAbsent = pair.WasAbsent || online.State == ConnectionState.Absent,
            StateAtEnd = online.State,
            Amplitude = online.Amplitude,
            Anytime = pair.Anytime.And(online.AnytimeInterval),
            Fixed = pair.Fixed.And(online.FixedInterval),
            Warnings = pair.Warnings | online.Warnings,
        };
    }

    private static ReportDiscoveries Count(ConnectionScore score, IEnumerable<PairOutcome> pairs, double seconds)
    {
        int found = 0, foundFalsely = 0;
        foreach (PairOutcome pair in pairs)
        {
            bool isFound = DeclaredAs(pair.StateAtEnd) is not null;
            found += isFound ? 1 : 0;
            foundFalsely += isFound && pair.Truth == TrueConnection.None ? 1 : 0;
        }
        return new ReportDiscoveries(score, seconds, found, foundFalsely);
    }

    private static TrueConnection? DeclaredAs(ConnectionState state) => state switch
    {
        ConnectionState.Excitatory => TrueConnection.Excitatory,
        ConnectionState.Inhibitory => TrueConnection.Inhibitory,
        _ => null,
    };
}
