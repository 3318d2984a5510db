namespace VoltageToWiring.Host.Planning;

/// <summary>An answer as JSON: times in s, rates in Hz, strengths in S.</summary>
public sealed record PlanJson
{
    /// <summary>Version of this layout.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Frames per second.</summary>
    public required double FrameRateHz { get; init; }

    /// <summary>Height of a spike over the noise of one frame.</summary>
    public required double SpikeSnr { get; init; }

    /// <summary>Recorded presynaptic trains.</summary>
    public required int Trains { get; init; }

    /// <summary>Imaged postsynaptic neurons.</summary>
    public required int Targets { get; init; }

    /// <summary>Level of error.</summary>
    public required double Alpha { get; init; }

    /// <summary>What it bounds.</summary>
    public required string Correction { get; init; }

    /// <summary>log10 of the evidence at which a connection is found.</summary>
    public required double Log10Evidence { get; init; }

    /// <summary>Each kind of connection.</summary>
    public required IReadOnlyList<PlannedConnectionJson> Connections { get; init; }

    /// <summary>This machine.</summary>
    public required PlannedMachineJson Machine { get; init; }

    /// <summary>Lays an answer out.</summary>
    /// <param name="answer">The answer.</param>
    public static PlanJson From(PlanAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        PlanQuestion question = answer.Question;
        return new PlanJson
        {
            FrameRateHz = question.FrameRate.Si,
            SpikeSnr = question.SpikeSnr,
            Trains = question.Trains,
            Targets = question.Targets,
            Alpha = question.Alpha,
            Correction = question.CorrectionName,
            Log10Evidence = -Math.Log10(question.Level),
            Connections = [.. answer.Connections.Select(PlannedConnectionJson.From)],
            Machine = new PlannedMachineJson(answer.Machine.KeepsUp, answer.Machine.RealtimeFactor, answer.Machine.Bytes),
        };
    }
}

/// <summary>When connections of one kind are found.</summary>
/// <param name="Kind">exc or inh.</param>
/// <param name="StrengthS">Strength, S.</param>
/// <param name="RateHz">Firing rate of the presynaptic neurons.</param>
/// <param name="MedianS">Time by which half of them are found.</param>
/// <param name="MedianCi95S">95 % confidence interval of that time.</param>
/// <param name="EightyPercentS">Time by which four fifths of them are found.</param>
/// <param name="Prediction80S">The range in which four fifths of their times lie, 10 % earlier and 10 % later.</param>
/// <param name="OutOfRange">Quantities outside of what the model was fitted to, each as a phrase.</param>
public sealed record PlannedConnectionJson(
    string Kind, double StrengthS, double RateHz, double MedianS, IReadOnlyList<double> MedianCi95S, double EightyPercentS,
    IReadOnlyList<double> Prediction80S, IReadOnlyList<string> OutOfRange)
{
    internal static PlannedConnectionJson From(PlannedConnection planned)
    {
        DetectionForecast forecast = planned.Forecast;
        (double from, double to) = forecast.MedianInterval;
        return new PlannedConnectionJson(
            planned.IsInhibitory ? "inh" : "exc", planned.Strength.Si, planned.Rate.Si, forecast.MedianSeconds, [from, to],
            forecast.Quantile(0.8), [forecast.Quantile(0.1), forecast.Quantile(0.9)], forecast.OutOfRange);
    }
}

/// <summary>What the recording takes on this machine.</summary>
/// <param name="KeepsUp">Whether it is processed as fast as it comes; null where that cannot be told.</param>
/// <param name="RealtimeFactor">Seconds of recording in a second, roughly.</param>
/// <param name="MemoryBytes">Memory.</param>
public sealed record PlannedMachineJson(bool? KeepsUp, double? RealtimeFactor, double MemoryBytes);
