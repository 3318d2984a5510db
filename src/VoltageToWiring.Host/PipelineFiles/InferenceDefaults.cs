namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Defaults of inference that depend on other keys.</summary>
internal static class InferenceDefaults
{
    private const int Surrogates = 99;

    // A horizon spends the error level in steps of one surrogate trajectory, so it needs many of them.
    private const int SurrogatesWithHorizon = 999;

    /// <summary>Where samples are in volts.</summary>
    public static AmplitudeSetting MinimumAmplitude { get; } = new("0.1 mV", 0.1m, "mV");

    private static readonly Quantity Cadence = new("1 s", 1m);

    /// <summary>Fills in what was not written. What was written stays, also where it does not fit: refusing is not done here.</summary>
    /// <param name="written">As written.</param>
    /// <param name="source">Where the recording comes from: a simulation is in volts and knows its trains beforehand.</param>
    public static InferenceSection Fill(InferenceSection written, SourceSection source)
    {
        bool simulated = source.Simulate is not null;
        Quantity cadence = written.Online?.ReportEvery ?? written.Sta.ReportEvery ?? Cadence;
        return written with
        {
            Sta = written.Sta with
            {
                ReportEvery = written.Sta.ReportEvery ?? cadence,
                Scheme = written.Sta.Scheme ?? (simulated ? StaScheme.WholeTrain : StaScheme.Blocks),
            },
            Online = written.Online is { } online
                ? online with
                {
                    ReportEvery = online.ReportEvery ?? cadence,
                    MinimumAmplitude = online.MinimumAmplitude ?? (simulated ? MinimumAmplitude : null),
                    Surrogates = online.Surrogates ?? (online.Horizon.Time is null ? Surrogates : SurrogatesWithHorizon),
                }
                : null,
        };
    }
}
