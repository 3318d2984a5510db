namespace VoltageToWiring.Wire.Messages;

/// <summary>Turns what a parser throws at malformed bytes into the one sentence a peer is told.</summary>
internal static class Guarded
{
    public delegate T Reading<in TState, out T>(ReadOnlyMemory<byte> body, TState state)
        where T : allows ref struct;

    public static T Read<TState, T>(ReadOnlyMemory<byte> body, TState state, Reading<TState, T> read)
        where T : allows ref struct
    {
        try
        {
            return read(body, state);
        }
        catch (InsufficientExecutionStackException cause)
        {
            throw new WireException(
                WireError.Limit, $"A message nests arrays or maps deeper than {WireProtocol.LargestDepth}, which is the most that is allowed.", cause);
        }
        // A length of 4 GB comes back from the reader as any of several exceptions; whatever it is, the bytes are at fault.
        catch (Exception cause) when (cause is not WireException)
        {
            throw new WireException(WireError.Format, "A message ends in the middle of a field; its length and its content have to agree.", cause);
        }
    }
}
