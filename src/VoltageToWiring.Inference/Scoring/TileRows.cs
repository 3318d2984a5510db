using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>The newest rows of a tile as one contiguous span: appended at the end, discarded at the beginning.</summary>
internal sealed class TileRows(long firstFrame)
{
    private float[] _rows = [];
    private int _start;
    private int _end;

    /// <summary>Frame of the oldest row kept.</summary>
    public long FirstFrame { get; private set; } = firstFrame;

    /// <summary>Frame after the newest row.</summary>
    public long EndFrame => FirstFrame + (_end - _start);

    /// <summary>Makes room for rows at the end; their content is undefined.</summary>
    public Span<float> Append(int count)
    {
        if ((_end + count) * Tile.Lanes > _rows.Length)
        {
            int kept = _end - _start;
            int needed = (kept + count) * Tile.Lanes;
            float[] to = 2 * needed > _rows.Length ? new float[Math.Max(2 * needed, 64 * Tile.Lanes)] : _rows;
            _rows.AsSpan(_start * Tile.Lanes, kept * Tile.Lanes).CopyTo(to);
            _rows = to;
            _start = 0;
            _end = kept;
        }
        Span<float> room = _rows.AsSpan(_end * Tile.Lanes, count * Tile.Lanes);
        _end += count;
        return room;
    }

    /// <summary>Rows from a frame on.</summary>
    public Span<float> From(long frame, int count) => _rows.AsSpan(checked((int)(_start + frame - FirstFrame)) * Tile.Lanes, count * Tile.Lanes);

    /// <summary>All rows from a frame on.</summary>
    public Span<float> From(long frame) => From(frame, (int)(EndFrame - frame));

    public void DiscardBefore(long frame)
    {
        int count = (int)Math.Clamp(frame - FirstFrame, 0, _end - _start);
        _start += count;
        FirstFrame += count;
    }
}
