using PureHDF;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>Writes what was inferred as an NWB file of its own, without the recording: the table <c>processing/voltage_to_wiring/inferred_wiring</c>.</summary>
public static class NwbWiringFile
{
    /// <summary>Writes it; what is there is replaced.</summary>
    /// <param name="wiring">The table.</param>
    /// <param name="recording">Name of the recording that it was inferred from.</param>
    /// <param name="path">The file.</param>
    /// <param name="time">Says when it is written; nobody knows when the recording began.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(InferredWiring wiring, string recording, string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(time);
        DateTimeOffset now = time.GetUtcNow();
        var session = new NwbSession(recording, now, now);
        var tree = new NwbTree(new NwbIds($"{recording} {session.StartedText}"));
        using var file = new UnfinishedFile(path);
        session.FileOf(tree, new H5Group(), NwbModule.Of(tree, wiring)).Write(file.Stream);
        file.Finish();
    }
}
