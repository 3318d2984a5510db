using System.Security.Cryptography;
using System.Text;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>The sign of life by which Open Ephys lists its clients; data come without it, too.</summary>
internal static class OpenEphysHeartbeat
{
    /// <summary>The name in the list.</summary>
    public const string Application = "VoltageToWiring";

    /// <summary>The message of one client.</summary>
    public static byte[] Create()
        => Encoding.ASCII.GetBytes($$"""{"application":"{{Application}}","uuid":"{{new Guid(RandomNumberGenerator.GetBytes(16))}}","type":"heartbeat"}""");
}
