using System.Security.Cryptography;
using System.Text;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>
/// The name of a connection, in front of each of its messages: sockets that push cannot be told apart otherwise. It is hard to guess, so that
/// nobody else speaks in its name or hears its answers.
/// </summary>
internal static class ZeroMqName
{
    private const int Longest = 64;

    /// <summary>A new one.</summary>
    public static byte[] Create() => Encoding.ASCII.GetBytes(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>Reads one.</summary>
    /// <returns>Null where the bytes are none: 1 to 64 letters, digits, hyphens and underscores are.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > Longest)
            return null;
        foreach (byte letter in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'-' or (byte)'_'))
                return null;
        }
        return Encoding.ASCII.GetString(bytes);
    }
}
