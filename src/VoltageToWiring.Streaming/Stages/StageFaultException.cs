using System.Globalization;

namespace VoltageToWiring.Streaming.Stages;

/// <summary>A stage failed: which one, and at which sample.</summary>
public sealed class StageFaultException : Exception
{
    /// <summary>A fault of a stage.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="position">Index of the sample it had come to, in its own clock.</param>
    /// <param name="cause">What it threw.</param>
    public StageFaultException(string stage, long position, Exception cause)
        : base(string.Create(CultureInfo.InvariantCulture, $"Stage '{stage}' failed at sample {position}: {cause?.Message}"), cause)
    {
        Stage = stage;
        Position = position;
    }

    /// <summary>Name of the stage.</summary>
    public string Stage { get; }

    /// <summary>Index of the sample it had come to, in its own clock.</summary>
    public long Position { get; }
}
