using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// The ids that every object of an NWB file must have: a hash of the file's identifier and the object's path, in the form of a UUID, so that
/// the same recording written again has the same ids.
/// </summary>
/// <param name="identifier">The file's identifier.</param>
internal sealed class NwbIds(string identifier)
{
    /// <summary>The id of an object.</summary>
    /// <param name="path">Where it is.</param>
    public string Of(string path)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{identifier}\n{path}"));
        // Version 8, one's own making, and the variant of the standard.
        hash[6] = (byte)(hash[6] & 0x0f | 0x80);
        hash[8] = (byte)(hash[8] & 0x3f | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }
}
