namespace VoltageToWiring.Numerics.Imaging;

/// <summary>What a camera sees of a voltage: each frame is the mean over its exposure.</summary>
public static class Exposure
{
    /// <summary>Averages groups of steps into frames.</summary>
    /// <param name="stepsPerFrame">Steps in one exposure; at least 1. With 1 each frame is its step.</param>
    /// <param name="targets">Imaged neurons.</param>
    /// <param name="voltage">(frames · stepsPerFrame) × targets, V, time-major.</param>
    /// <param name="frames">Receives frames × targets, V, time-major. May not overlap <paramref name="voltage"/>.</param>
    public static void Average(int stepsPerFrame, int targets, ReadOnlySpan<double> voltage, Span<double> frames)
    {
        if (stepsPerFrame == 1)
        {
            voltage.CopyTo(frames);
            return;
        }
        int frameCount = frames.Length / targets;
        for (int frame = 0; frame < frameCount; frame++)
        {
            Span<double> mean = frames.Slice(frame * targets, targets);
            mean.Clear();
            ReadOnlySpan<double> exposed = voltage.Slice(frame * stepsPerFrame * targets, stepsPerFrame * targets);
            for (int at = 0; at < exposed.Length; at += targets)
            {
                for (int n = 0; n < targets; n++)
                    mean[n] += exposed[at + n];
            }
            foreach (ref double value in mean)
                value /= stepsPerFrame;
        }
    }
}
