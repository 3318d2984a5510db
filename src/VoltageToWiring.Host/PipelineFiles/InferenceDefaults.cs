namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Defaults of inference that depend on other keys.</summary>
internal static class InferenceDefaults
{
    private const int Surrogates = 99;

    // A horizon spends the error level in steps of one surrogate trajectory, so it needs many of them.
    private const int SurrogatesWithHorizon = 999;

    private static readonly Quantity Cadence = new("1 s", 1m);

    /// <summary>Fills in what was not written. What was written stays, also where it does not fit: refusing is not done here.</summary>
    /// <param name="written">As written.</param>
    public static InferenceSection Fill(InferenceSection written)
    {
        Quantity cadence = written.Online?.ReportEvery ?? written.Sta.ReportEvery ?? Cadence;
        return written with
        {
            Sta = written.Sta with { ReportEvery = written.Sta.ReportEvery ?? cadence },
            Online = written.Online is { } online
                ? online with
                {
                    ReportEvery = online.ReportEvery ?? cadence,
                    Surrogates = online.Surrogates ?? (online.Horizon.Time is null ? Surrogates : SurrogatesWithHorizon),
                }
                : null,
        };
    }
}
