using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// Makes amplitudes of the bytes of samples: amplitude = gain · sample, or gain · (scale · count + offset). What is not finite, and counts that
/// stand for failure, become NaN, which inference takes for missing. With gain 1 floating-point samples keep their bits. Pixels stay counts: the gain
/// is for the traces that are made of them.
/// </summary>
/// <param name="format">How samples are written.</param>
/// <param name="gain">Polarity times the conversion of the unit.</param>
internal sealed class SampleDecoder(SampleFormat format, double gain)
{
    /// <summary>Fills a batch that was laid out for as many samples.</summary>
    /// <returns>How many samples are missing.</returns>
    public long Decode(ReadOnlySpan<byte> data, RecordingBatch batch) => format.Encoding switch
    {
        SampleEncoding.Float32 => DecodeSingle(data, batch.Float32),
        SampleEncoding.Float64 => DecodeDouble(data, batch.Float64),
        SampleEncoding.UInt16 => DecodePixels(data, batch.UInt16),
        _ => DecodeScaled(data, batch.Float32),
    };

    private long DecodeSingle(ReadOnlySpan<byte> data, Span<float> amplitudes)
    {
        data.CopyTo(MemoryMarshal.AsBytes(amplitudes));
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(amplitudes), MemoryMarshal.Cast<float, int>(amplitudes));
        long missing = 0;
        for (int i = 0; i < amplitudes.Length; i++)
        {
            // In double, so that it is rounded once; × 1 is exact.
            float amplitude = (float)(gain * amplitudes[i]);
            bool valid = float.IsFinite(amplitude);
            amplitudes[i] = valid ? amplitude : float.NaN;
            missing += valid ? 0 : 1;
        }
        return missing;
    }

    private long DecodeDouble(ReadOnlySpan<byte> data, Span<double> amplitudes)
    {
        data.CopyTo(MemoryMarshal.AsBytes(amplitudes));
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<double, long>(amplitudes), MemoryMarshal.Cast<double, long>(amplitudes));
        long missing = 0;
        for (int i = 0; i < amplitudes.Length; i++)
        {
            double amplitude = gain * amplitudes[i];
            bool valid = double.IsFinite(amplitude);
            amplitudes[i] = valid ? amplitude : double.NaN;
            missing += valid ? 0 : 1;
        }
        return missing;
    }

    private static long DecodePixels(ReadOnlySpan<byte> data, Span<ushort> pixels)
    {
        data.CopyTo(MemoryMarshal.AsBytes(pixels));
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(pixels, pixels);
        return 0;
    }

    private long DecodeScaled(ReadOnlySpan<byte> data, Span<float> amplitudes)
    {
        long missing = 0;
        for (int i = 0; i < amplitudes.Length; i++)
        {
            short count = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
            float amplitude = (float)(gain * (format.Scale * count + format.Offset));
            bool valid = count != format.Missing && float.IsFinite(amplitude);
            amplitudes[i] = valid ? amplitude : float.NaN;
            missing += valid ? 0 : 1;
        }
        return missing;
    }
}
