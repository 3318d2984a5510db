namespace VoltageToWiring.Simulation.Imaging;

/// <summary>Frames that never leave the camera.</summary>
/// <param name="FirstFrame">Index of the first of them.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct FrameGap(long FirstFrame, long Count)
{
    /// <summary>Index after the last of them.</summary>
    public long EndFrame => FirstFrame + Count;
}
