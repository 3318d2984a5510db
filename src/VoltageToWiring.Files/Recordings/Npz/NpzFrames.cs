using System.Globalization;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Reads which frames the rows of an npz file are, piece by piece.</summary>
internal static class NpzFrames
{
    private const int Together = 1 << 14;

    public static IReadOnlyList<FrameRun> Read(NpzArchive archive, long rows, CancellationToken cancellation)
    {
        string called = archive.Called("frames");
        (NpyHeader header, Stream data) = archive.Open("frames");
        RawNumbers numbers = header.Numbers(called);
        if (header.Shape is not [var count] || count != rows || numbers.Kind == 'f')
            throw new FileFormatException(called, $"an array of {header.Type} of shape ({string.Join(", ", header.Shape)})", $"{rows} integers, one for each row of samples");
        using var reader = new NpyRowsReader(called, data, numbers);
        var runs = new FrameRuns();
        var frames = new double[Together];
        for (long row = 0; row < rows; row += Together)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> some = frames.AsSpan(0, (int)Math.Min(Together, rows - row));
            reader.Read(some);
            foreach (double frame in some)
            {
                if (frame < runs.End)
                    throw new FileFormatException(called, string.Create(CultureInfo.InvariantCulture, $"frame {frame} after frame {runs.End - 1}"), "frames from 0 on that ascend");
                runs.Add((long)frame, 1);
            }
        }
        return runs.Runs;
    }
}
