using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>Where a sender puts numbered messages of one connection.</summary>
public interface IMessageWriter
{
    /// <summary>Puts a message behind those put before.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="frame">Its bytes with their length; the caller's again afterwards.</param>
    void Put(long sequence, ReadOnlySpan<byte> frame);

    /// <summary>Sends what was put.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    ValueTask FlushAsync();
}

/// <summary>Writes to a connection.</summary>
internal sealed class SocketMessageWriter(WireSocket socket) : IMessageWriter
{
    private readonly FrameBuilder _bytes = new();

    public void Put(long sequence, ReadOnlySpan<byte> frame) => _bytes.Append(frame);

    public async ValueTask FlushAsync()
    {
        await socket.WriteAsync(_bytes.Written).ConfigureAwait(false);
        _bytes.Clear();
    }
}
