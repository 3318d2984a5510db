using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>The newest rows of a tile as one contiguous span: appended at the end, discarded at the beginning.</summary>
/// <param name="firstFrame">Frame of the first row that will be appended.</param>
/// <param name="pool">Where its memory comes from.</param>
/// <param name="expected">Rows that will be kept at a time, where it is known.</param>
internal sealed class TileRows(long firstFrame, RowPool pool, int expected = 0)
{
    // Of what there is room for: where it is free the rows move to the front, else to a larger place.
    private const int FreeShare = 8;

    private ArraySegment<float> _rows = [];
    private int _start;
    private int _end;

    /// <summary>Frame of the oldest row kept.</summary>
    public long FirstFrame { get; private set; } = firstFrame;

    /// <summary>Frame after the newest row.</summary>
    public long EndFrame => FirstFrame + (_end - _start);

    /// <summary>Begins anew without rows.</summary>
    /// <param name="frame">Frame of the first row that will be appended.</param>
    public void Begin(long frame)
    {
        FirstFrame = frame;
        _start = 0;
        _end = 0;
    }

    /// <summary>Makes room for rows at the end; their content is undefined.</summary>
    public Span<float> Append(int count)
    {
        if ((_end + count) * Tile.Lanes > _rows.Count)
            MakeRoom(count);
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

    /// <summary>Gives the memory back; nothing may be asked or appended before it begins anew.</summary>
    public void Release()
    {
        pool.Return(_rows);
        _rows = [];
        _end = _start;
    }

    /// <summary>Rows that are asked for to keep so many.</summary>
    internal static int RoomFor(int rows) => rows / (FreeShare - 1) * FreeShare + FreeShare;

    private void MakeRoom(int count)
    {
        int kept = _end - _start;
        int wanted = RoomFor(Math.Max(kept + count, expected));
        ArraySegment<float> to = wanted * Tile.Lanes <= _rows.Count ? _rows : pool.Rent(wanted);
        _rows.AsSpan(_start * Tile.Lanes, kept * Tile.Lanes).CopyTo(to);
        if (to.Array != _rows.Array || to.Offset != _rows.Offset)
            pool.Return(_rows);
        _rows = to;
        _start = 0;
        _end = kept;
    }
}
