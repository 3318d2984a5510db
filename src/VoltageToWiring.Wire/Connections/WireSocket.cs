using System.Net.Sockets;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Connections;

/// <summary>One connection, over whatever carries it: messages in, messages out, and when the last ones came.</summary>
internal abstract class WireSocket(TimeProvider time) : IDisposable
{
    private long _heard = time.GetTimestamp();

    /// <summary>Time since something came, or since <see cref="HeardNow"/>.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Begins the silence anew.</summary>
    public void HeardNow() => Volatile.Write(ref _heard, time.GetTimestamp());

    /// <summary>
    /// Asked before something is read that the peer may have sent without minding its credit. Nothing is asked where a peer has to mind it.
    /// </summary>
    public virtual Func<bool>? MayRead { get; set; }

    /// <summary>The answer of <see cref="MayRead"/> may have changed.</summary>
    public virtual void Wake()
    {
    }

    /// <summary>Reads whatever has come into a buffer.</summary>
    /// <returns>False when the peer sends no more.</returns>
    public abstract ValueTask<bool> ReadAsync(FrameBuffer frames);

    /// <summary>Reads and forgets.</summary>
    /// <returns>False when the peer sends no more.</returns>
    public abstract ValueTask<bool> DiscardAsync(Memory<byte> scratch);

    /// <summary>Writes messages with their lengths, all of them.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Says that nothing more will be written. What the peer still sends can be read.</summary>
    public abstract void EndWriting();

    /// <summary>Closes at once; a read or write under way fails.</summary>
    public abstract void Dispose();

    /// <summary>Whether an exception is that of a connection that has broken or was closed.</summary>
    public static bool IsBroken(Exception cause) => cause is SocketException or ObjectDisposedException or OperationCanceledException;
}

/// <summary>Takes connections in.</summary>
internal interface IAcceptor : IAsyncDisposable
{
    /// <summary>Where; with the port that was taken.</summary>
    System.Net.IPEndPoint EndPoint { get; }

    /// <summary>The next connection. Fails with <see cref="ObjectDisposedException"/> once it was closed.</summary>
    Task<WireSocket> AcceptAsync();

    /// <summary>Takes no more in. What there is goes on.</summary>
    void Close();
}
