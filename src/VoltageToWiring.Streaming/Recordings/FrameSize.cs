namespace VoltageToWiring.Streaming.Recordings;

/// <summary>Width and height of the frames of a movie.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>Pixels of a frame.</summary>
    public int Count => checked(Width * Height);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Width} × {Height} pixels");
}
