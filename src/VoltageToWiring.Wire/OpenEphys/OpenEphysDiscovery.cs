namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// Finds out which channels are sent. Nobody says so: they are those of a block, a run of messages with the same sample number, that was seen from
/// its first message to its last without a hole in the message numbers.
/// </summary>
internal sealed class OpenEphysDiscovery
{
    // What is kept meanwhile: the channels of a block, and what comes between them.
    private const int MostKept = 1 << 17;

    private readonly List<(OpenEphysMessage Header, byte[] Data)> _kept = [];
    private OpenEphysMessage? _block;
    private long _newest = -1;
    private bool _fromItsBeginning;
    private bool _unbroken;

    /// <summary>The messages of the block, with those of other kinds before, between and after them.</summary>
    public IReadOnlyList<(OpenEphysMessage Header, byte[] Data)> Kept => _kept;

    /// <summary>A message.</summary>
    /// <param name="message">Its header.</param>
    /// <param name="data">Its data, which are kept; of other messages nothing.</param>
    /// <returns>Whether the block before this message is whole. The message is not part of it, and not kept then.</returns>
    public bool Take(OpenEphysMessage message, byte[] data)
    {
        // Before the first message of an acquisition nothing can have been missed.
        _unbroken = _newest < 0 ? message.Number <= 1 : _unbroken && message.Number == _newest + 1;
        _newest = message.Number;
        if (message.Kind == OpenEphysKind.Data && _block?.SampleNumber != message.SampleNumber)
        {
            if (_block is not null && _fromItsBeginning && _unbroken)
                return true;
            BeginBlock(message);
        }
        if (_kept.Count >= MostKept)
            Reset();
        _kept.Add((message, data));
        return false;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _kept.Clear();
        (_block, _newest, _fromItsBeginning, _unbroken) = (null, -1, false, false);
    }

    // Spikes that come before the samples of their time belong to the block.
    private void BeginBlock(OpenEphysMessage first)
    {
        _kept.RemoveRange(0, _kept.FindLastIndex(kept => kept.Header.Kind == OpenEphysKind.Data) + 1);
        if (!_unbroken)
            _kept.Clear();
        _block = first;
        _fromItsBeginning = _unbroken;
        _unbroken = true;
    }
}
