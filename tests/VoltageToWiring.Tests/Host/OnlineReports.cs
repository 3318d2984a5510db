using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Tests.Host;

/// <summary>Estimates, reports and wirings made by hand.</summary>
internal static class OnlineReports
{
    public static OnlineEstimate Online(
        ConnectionState state, double? decidedAt = null, double? evidence = null, double excitatory = 0, double inhibitory = 0,
        ConnectionScore score = ConnectionScore.Joint, bool deciding = true) => new()
        {
            Score = score,
            Deciding = deciding,
            State = state,
            SignCertified = state is ConnectionState.Excitatory or ConnectionState.Inhibitory,
            Log10Evidence = evidence - 0.25,
            Log10EvidenceMax = evidence,
            Log10EvidenceExcitatory = excitatory,
            Log10EvidenceInhibitory = inhibitory,
            AnytimeP = evidence is { } log ? Math.Min(1, Math.Pow(10, -log)) : null,
            EBenjaminiHochberg = state is ConnectionState.Excitatory or ConnectionState.Inhibitory,
            OneLookP = 0.01,
            Amplitude = state == ConnectionState.Insufficient ? null : 0.0009,
            FixedInterval = state == ConnectionState.Insufficient ? null : new Interval(0.0008, 0.001),
            AnytimeInterval = state == ConnectionState.Insufficient ? null : new Interval(0.0007, 0.0011),
            DecidedAtSeconds = decidedAt,
            SpikesUsed = 180,
            SpikesUnused = 7,
            Blocks = 18,
            UpdatedAtSeconds = 11.5,
            Surrogates = SurrogateScheme.Blocks,
            Warnings = ConnectionWarnings.None,
        };

    public static ConnectionEstimate Pair(int source, int target, params OnlineEstimate[] online) => new()
    {
        Source = source,
        Target = target,
        SpikesUsed = 200,
        SpikesInGap = 1,
        SpikesPending = 2,
        Height = 0.00057,
        OneLook = null,
        SignedRelativeHeight = null,
        Online = online,
    };

    public static ConnectionEstimate Tested(int source, int target, double signedHeight, params OnlineEstimate[] online)
        => Pair(source, target, online) with
        {
            OneLook = PermutationTest.Rank(Math.Abs(signedHeight), [1.0, 1.0, 1.0]),
            SignedRelativeHeight = signedHeight,
        };

    public static EstimateReport Report(double seconds, bool isFinal, params ConnectionEstimate[] connections)
        => new((long)(seconds * 1000), seconds, isFinal, connections);

    /// <summary>A wiring of as many targets as strings; each letter is a train: e, i, or - for not connected.</summary>
    public static Wiring Truth(params string[] targets)
    {
        var synapses = new List<Synapse>();
        for (int target = 0; target < targets.Length; target++)
        {
            for (int source = 0; source < targets[target].Length; source++)
            {
                if (targets[target][source] != '-')
                    synapses.Add(new Synapse(source, target, targets[target][source] == 'e' ? NeuronKind.Excitatory : NeuronKind.Inhibitory, 1e-9, 0));
            }
        }
        return new Wiring([.. targets[0].Select(_ => NeuronKind.Excitatory)], targets.Length, synapses);
    }

    /// <summary>Every state in turn, as a run in its middle shows them.</summary>
    public static EstimateReport Mixed(int sources, int targets, params ConnectionScore[] scores)
    {
        ConnectionScore[] all = scores.Length == 0 ? [ConnectionScore.Joint] : scores;
        ConnectionEstimate Any(int source, int target)
        {
            var state = (ConnectionState)((source + target) % 5);
            bool found = state is ConnectionState.Excitatory or ConnectionState.Inhibitory;
            double evidence = found ? 3 + source / 10.0 : 0.5;
            bool negative = state == ConnectionState.Inhibitory || (state == ConnectionState.Undecided && source % 2 == 0);
            return Pair(source, target, [.. all.Select((score, i) => Online(
                state, found || state == ConnectionState.Absent ? 3 + source / 2.0 : null, evidence,
                negative ? 0 : evidence, negative ? evidence : 0, score, deciding: i == 0))]);
        }
        return Report(12, false, [.. Enumerable.Range(0, targets).SelectMany(target => Enumerable.Range(0, sources).Select(source => Any(source, target)))]);
    }

    /// <summary>A run that ended with a report.</summary>
    public static RunResult Run(EstimateReport report, Wiring truth)
    {
        ResolvedPipeline pipeline = LoadedPipeline.FromText("name: x\nsource: { simulate: { duration: 20 s } }\n", "x.yaml", [], "/").Resolved;
        var ledger = new Ledger();
        return new RunResult
        {
            Pipeline = pipeline,
            Info = new SimulatedRecording(pipeline.Simulation, pipeline.Simulated.Randomness).Info,
            Truth = truth,
            Outcome = new RunOutcome(RunEnding.Completed, null, new RunProgress(TimeSpan.FromSeconds(1), 15, 20, ledger.Close()), new RunTelemetry([], [])),
            PreparationTime = TimeSpan.Zero,
            Estimates = report,
            OutputSpikes = [],
            Excerpt = null,
            Averages = null,
            Collector = new CollectorUse(3, 2, 1, TimeSpan.FromMilliseconds(4), 5000),
        };
    }
}
