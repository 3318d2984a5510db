using NetMQ;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>Whole messages of a few frames.</summary>
internal static class ZeroMqFrames
{
    /// <summary>Receives a message, if one is there.</summary>
    /// <param name="socket">Where from.</param>
    /// <param name="most">The most frames it may have.</param>
    /// <param name="frames">Its frames; null where there are more, which are passed over.</param>
    /// <returns>False when none is there.</returns>
    public static bool TryReceive(NetMQSocket socket, int most, out byte[][]? frames)
    {
        var read = new List<byte[]>(most);
        bool more = true;
        frames = null;
        int count = 0;
        for (; more; count++)
        {
            // The frames of a message arrive together.
            if (!socket.TryReceiveFrameBytes(TimeSpan.Zero, out byte[]? frame, out more))
                return false;
            if (count < most)
                read.Add(frame!);
        }
        frames = count <= most ? [.. read] : null;
        return true;
    }
}
