using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Sources;

/// <summary>
/// Where a pipeline's recording comes from, checked as far as its file alone allows. It is either known before it is opened, or live.
/// A further kind of recording is one more class of either kind, and a key of <see cref="SourceSection"/>.
/// </summary>
public abstract record RecordingSource
{
    /// <summary>How far samples may be ahead of their spikes, s. Default 1 s.</summary>
    public decimal MaxSpikeDelaySeconds { get; init; } = 1;

    /// <summary>
    /// Whether times in the pipeline have to be whole numbers of frames. Where the file chooses the frame rate they have to; where a device does,
    /// the nearest number of frames is taken, and said.
    /// </summary>
    public bool TimesAreWholeFrames { get; init; }

    /// <summary>Height of a spike; null where nobody knows.</summary>
    public AmplitudeSetting? SpikeHeight { get; init; }
}

/// <summary>A recording that is known before it is opened: a simulation, a file.</summary>
public abstract record KnownSource : RecordingSource
{
    /// <summary>What it is like.</summary>
    public abstract RecordingInfo Info { get; }

    /// <summary>Rate of each train, Hz, as far as it is known: empty, or one for each train and perhaps further ones.</summary>
    public virtual IReadOnlyList<double> RatesHz => [];

    /// <summary>Opens it, to be run once.</summary>
    public abstract IRecording Open();
}

/// <summary>A recording that says only when it begins what it is like.</summary>
public abstract record LiveSource : RecordingSource
{
    /// <summary>Where it is expected, as the end of a sentence: <c>tcp://127.0.0.1:5800</c>.</summary>
    public abstract string Place { get; }

    /// <summary>Unit of the samples as inference meets them, where the pipeline says it; null where the recording does.</summary>
    public abstract string? Unit { get; }

    /// <summary>Waits until somebody records.</summary>
    /// <param name="arrival">Decides who is taken, and is told what happens.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PipelineException">Nobody can be waited for there.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public abstract Task<IRecording> OpenAsync(IArrival arrival, TimeProvider time, CancellationToken cancellation);
}

/// <summary>Whoever waits for a live recording.</summary>
public interface IArrival
{
    /// <summary>Accepts a recording, or says in a sentence why it is refused; the wait then goes on.</summary>
    /// <param name="info">What it declares.</param>
    /// <returns>Null where it is accepted.</returns>
    string? WhyNot(RecordingInfo info);

    /// <summary>Hears what happens, in sentences: who waits, who was refused and why. Called from any thread.</summary>
    /// <param name="sentence">The sentence.</param>
    void Say(string sentence);
}
