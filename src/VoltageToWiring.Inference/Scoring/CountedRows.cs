namespace VoltageToWiring.Inference.Scoring;

/// <summary>What a number of <see cref="TileRows"/>, all alike, would take out of a pool, without the memory.</summary>
/// <param name="firstFrame">Frame of the first row that will be appended.</param>
/// <param name="pool">Where their memory would come from.</param>
/// <param name="copies">How many there are.</param>
/// <param name="expected">Rows that will be kept at a time, where it is known.</param>
internal sealed class CountedRows(long firstFrame, CountedPool pool, int copies, int expected = 0)
{
    private int _room;
    private int _start;
    private int _end;

    /// <summary>Frame of the oldest row kept.</summary>
    public long FirstFrame { get; private set; } = firstFrame;

    /// <summary>Frame after the newest row.</summary>
    public long EndFrame => FirstFrame + (_end - _start);

    /// <summary>Makes room for rows at the end.</summary>
    public void Append(int count)
    {
        if (_end + count > _room)
            MakeRoom(count);
        _end += count;
    }

    public void DiscardBefore(long frame)
    {
        int count = (int)Math.Clamp(frame - FirstFrame, 0, _end - _start);
        _start += count;
        FirstFrame += count;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        pool.Return(_room, copies);
        _room = 0;
    }

    private void MakeRoom(int count)
    {
        int kept = _end - _start;
        int wanted = TileRows.RoomFor(Math.Max(kept + count, expected));
        if (wanted > _room)
        {
            int larger = pool.Rent(wanted, copies);
            pool.Return(_room, copies);
            _room = larger;
        }
        (_start, _end) = (0, kept);
    }
}

/// <summary>What a <see cref="RowPool"/> would hold, without the memory.</summary>
internal sealed class CountedPool
{
    private readonly Dictionary<int, int> _free = [];

    /// <summary>Rows that were ever needed at once.</summary>
    public double Rows { get; private set; }

    /// <summary>Takes room for at least a number of rows, a number of times.</summary>
    /// <returns>How many there is room for.</returns>
    public int Rent(int rows, int copies)
    {
        int size = RowPool.SizeFor(rows).Rows;
        int free = _free.GetValueOrDefault(size), fresh = Math.Max(0, copies - free);
        _free[size] = free - (copies - fresh);
        Rows += (double)fresh * size;
        return size;
    }

    /// <summary>Takes back what was rented.</summary>
    public void Return(int rows, int copies)
    {
        if (rows > 0)
            _free[rows] = _free.GetValueOrDefault(rows) + copies;
    }
}
