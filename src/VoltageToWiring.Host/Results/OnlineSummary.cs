using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>Counts what one online score says, pair by pair.</summary>
/// <param name="first">What it says of the first pair.</param>
internal sealed class OnlineSummary(OnlineEstimate first)
{
    private static readonly ConnectionState[] States = Enum.GetValues<ConnectionState>();
    private static readonly ConnectionWarnings[] Warnings =
        [.. Enum.GetValues<ConnectionWarnings>().Where(warning => warning != ConnectionWarnings.None)];

    private readonly int[] _states = new int[States.Length];
    private readonly int[] _warnings = new int[Warnings.Length];
    private readonly Found _excitatory = new();
    private readonly Found _inhibitory = new();
    private readonly Values _spikes = new();
    private int _signCertified;
    private int _ebh;

    public string Name => OnlineNames.Of(first.Score);

    public void Add(OnlineEstimate online)
    {
        _states[(int)online.State]++;
        _signCertified += online.SignCertified ? 1 : 0;
        _ebh += online.EBenjaminiHochberg ? 1 : 0;
        for (int at = 0; at < Warnings.Length; at++)
            _warnings[at] += (online.Warnings & Warnings[at]) != 0 ? 1 : 0;
        _spikes.Add(online.SpikesUsed);
        if (online.State == ConnectionState.Excitatory)
            _excitatory.Add(online);
        else if (online.State == ConnectionState.Inhibitory)
            _inhibitory.Add(online);
    }

    public OnlineSummaryJson ToJson() => new(
        first.Deciding,
        States.ToDictionary(state => OnlineNames.Of(state), state => _states[(int)state]),
        _signCertified, _ebh,
        Warnings.Select((warning, at) => (Name: OnlineNames.TextOf(warning), Pairs: _warnings[at])).ToDictionary(w => w.Name, w => w.Pairs),
        new FoundMedianJson(_excitatory.Evidence.Median(), _inhibitory.Evidence.Median()),
        new FoundMedianJson(_excitatory.Amplitudes.Median(), _inhibitory.Amplitudes.Median()),
        new FoundMedianJson(_excitatory.Seconds.Median(), _inhibitory.Seconds.Median()),
        _spikes.Median());

    private sealed class Found
    {
        public Values Evidence { get; } = new();

        public Values Amplitudes { get; } = new();

        public Values Seconds { get; } = new();

        public void Add(OnlineEstimate online)
        {
            Evidence.Add(online.Log10EvidenceMax);
            Amplitudes.Add(online.Amplitude);
            Seconds.Add(online.DecidedAtSeconds);
        }
    }
}
