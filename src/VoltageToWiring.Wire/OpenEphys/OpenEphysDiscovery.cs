namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// Finds out which channels are sent. Nobody says so: they are those of a block, a run of messages with the same sample number, that was seen from
/// its first message to its last without a hole in the message numbers.
/// </summary>
internal sealed class OpenEphysDiscovery
{
    private readonly List<(OpenEphysMessage Header, byte[] Data)> _block = [];
    private long _newest = -1;
    private bool _fromItsBeginning;
    private bool _unbroken;
    private bool _sawData;

    /// <summary>The messages of the block.</summary>
    public IReadOnlyList<(OpenEphysMessage Header, byte[] Data)> Block => _block;

    /// <summary>A message without data; it has a number all the same.</summary>
    public void Pass(long number) => Follow(number);

    /// <summary>A message with data.</summary>
    /// <param name="message">Its header.</param>
    /// <param name="data">Its data; copied.</param>
    /// <returns>Whether the block before this message is whole. The message is not part of it, and not kept then.</returns>
    public bool Take(OpenEphysMessage message, ReadOnlySpan<byte> data)
    {
        Follow(message.Number);
        bool sameBlock = _block is [var (first, _), ..] && first.SampleNumber == message.SampleNumber;
        if (!sameBlock)
        {
            if (_block.Count > 0 && _fromItsBeginning && _unbroken)
                return true;
            _fromItsBeginning = _unbroken && (_sawData || message.Number <= 1);
            _block.Clear();
            _unbroken = true;
        }
        _sawData = true;
        _block.Add((message, data.ToArray()));
        return false;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _block.Clear();
        (_newest, _fromItsBeginning, _unbroken, _sawData) = (-1, false, false, false);
    }

    // Before the first message of an acquisition nothing can have been missed.
    private void Follow(long number)
    {
        _unbroken = _newest < 0 ? number <= 1 : _unbroken && number == _newest + 1;
        _newest = number;
    }
}
