using System.Buffers.Binary;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Wire;

/// <summary>Damages messages as a fuzzer does: bytes, lengths, pieces of other messages, and values that no field can have.</summary>
internal sealed class StreamDamage(RandomStream dice)
{
    // One of each kind, and both ends of each range; a value that is another's head swallows what follows it.
    private static readonly byte[][] Values =
    [
        [0x00], [0x7f], [0xff], [0xc0], [0xc2], [0xc3], [0x90], [0x80], [0xa0], [0xc4, 0], [0xcc, 0xff], [0xcd, 0xff, 0xff],
        [0xce, 0xff, 0xff, 0xff, 0xff], [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xcf, 0x00, 0x20, 0, 0, 0, 0, 0, 0],
        [0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xd0, 0x80], [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0], [0xd2, 0x80, 0, 0, 0],
        [0xca, 0x7f, 0xc0, 0, 0], [0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], [0xcb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0],
        [0xdb, 0xff, 0xff, 0xff, 0xff], [0xdd, 0xff, 0xff, 0xff, 0xff], [0xdf, 0xff, 0xff, 0xff, 0xff], [0xc6, 0xff, 0xff, 0xff, 0xff],
        [0xc9, 0xff, 0xff, 0xff, 0xff, 1], [0xc1], [0xd4, 1, 0], [0x92, 0, 0], [0x93, 0xc0, 0xc0, 0xc0], [0xa3, 0x0a, 0x1b, 0x00], [0xa2, 0xff, 0xfe],
        [0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91],
    ];

    /// <summary>A frame, damaged in one to three ways; whether its length is set right again is left to chance, mostly it is.</summary>
    /// <param name="frame">A message with its length.</param>
    /// <param name="other">Another one, to take pieces from.</param>
    public byte[] Damage(byte[] frame, byte[] other)
    {
        var bytes = new List<byte>(frame);
        for (uint i = 0; i <= dice.NextAtMost(2); i++)
            DamageOnce(bytes, other);
        byte[] damaged = [.. bytes];
        if (damaged.Length >= 4 && dice.NextAtMost(15) > 0)
            BinaryPrimitives.WriteUInt32BigEndian(damaged, (uint)damaged.Length - 4);
        return damaged;
    }

    private void DamageOnce(List<byte> bytes, byte[] other)
    {
        int at = At(bytes.Count);
        switch (dice.NextAtMost(7))
        {
            case 0 when at < bytes.Count: bytes[at] = (byte)dice.NextAtMost(255); break;
            case 1 when at < bytes.Count: bytes[at] ^= (byte)(1 << (int)dice.NextAtMost(7)); break;
            case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + (int)dice.NextAtMost(8))); break;
            case 3: bytes.Insert(at, (byte)dice.NextAtMost(255)); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5: bytes.InsertRange(at, Piece(other)); break;
            case 6: bytes.InsertRange(at, Values[dice.NextAtMost((uint)Values.Length - 1)]); break;
            default: ReplaceValue(bytes); break;
        }
    }

    /// <summary>Puts another value behind a key: of a field that is known, what it may not be.</summary>
    private void ReplaceValue(List<byte> bytes)
    {
        int from = At(bytes.Count);
        for (int at = from; at < bytes.Count; at++)
        {
            int length = bytes[at] - 0xa0;
            if (length is < 3 or > 31 || at + length + 1 >= bytes.Count || !char.IsAsciiLetterLower((char)bytes[at + 1]))
                continue;
            int value = at + 1 + length;
            bytes.RemoveRange(value, Math.Min(LengthOf(bytes, value), bytes.Count - value));
            bytes.InsertRange(value, Values[dice.NextAtMost((uint)Values.Length - 1)]);
            return;
        }
    }

    /// <summary>Bytes of a number; of anything else one.</summary>
    private static int LengthOf(List<byte> bytes, int at) => bytes[at] switch
    {
        0xcc or 0xd0 => 2,
        0xcd or 0xd1 => 3,
        0xce or 0xd2 or 0xca => 5,
        0xcf or 0xd3 or 0xcb => 9,
        _ => 1,
    };

    private ArraySegment<byte> Piece(byte[] other)
    {
        int from = At(other.Length);
        return new ArraySegment<byte>(other, from, (int)dice.NextAtMost((uint)(other.Length - from)));
    }

    private int At(int count) => (int)dice.NextAtMost((uint)count);
}
