namespace VoltageToWiring.Inference.Detection;

/// <summary>What is done to the traces of a recording before anything is inferred from them.</summary>
public sealed record TraceOptions
{
    private readonly double? _detrendSeconds;

    /// <summary>Whether depolarization lowers the samples, so that they are turned over. Default no.</summary>
    public bool Negative { get; init; }

    /// <summary>Time constant of the baseline that is subtracted, s, positive; null, the default, for none.</summary>
    public double? DetrendSeconds
    {
        get => _detrendSeconds;
        init => _detrendSeconds = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(DetrendSeconds), value, "The time constant of a baseline is positive.");
    }

    /// <summary>Whether anything is done.</summary>
    public bool ChangeTraces => Negative || DetrendSeconds is not null;
}
