using System.Buffers.Binary;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>Makes bytes of samples. Integers are the nearest count; what lies beyond their range, and what is not finite, is the missing count.</summary>
internal sealed class SampleEncoder(SampleFormat format)
{
    private byte[] _bytes = [];

    /// <summary>The bytes of a range of a batch's samples, until the next call.</summary>
    public ReadOnlySpan<byte> Encode(RecordingBatch batch, Range range)
    {
        int count = range.GetOffsetAndLength(batch.FrameCount * batch.Targets).Length;
        if (_bytes.Length < count * format.BytesPerSample)
            _bytes = new byte[count * format.BytesPerSample];
        Span<byte> bytes = _bytes.AsSpan(0, count * format.BytesPerSample);
        if (format.Encoding == SampleEncoding.UInt16)
        {
            WritePixels(batch.UInt16[range], bytes);
            return bytes;
        }
        for (int i = 0; i < count; i++)
        {
            int at = range.Start.Value + i;
            Write(batch.SampleType == SampleType.Float64 ? batch.Float64[at] : batch.Float32[at], bytes[(i * format.BytesPerSample)..]);
        }
        return bytes;
    }

    private static void WritePixels(ReadOnlySpan<ushort> pixels, Span<byte> bytes)
    {
        for (int i = 0; i < pixels.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * i)..], pixels[i]);
    }

    private void Write(double sample, Span<byte> to)
    {
        switch (format.Encoding)
        {
            case SampleEncoding.Float32: BinaryPrimitives.WriteSingleLittleEndian(to, (float)sample); break;
            case SampleEncoding.Float64: BinaryPrimitives.WriteDoubleLittleEndian(to, sample); break;
            default: BinaryPrimitives.WriteInt16LittleEndian(to, CountOf(sample)); break;
        }
    }

    private short CountOf(double sample)
    {
        double count = Math.Round((sample - format.Offset) / format.Scale, MidpointRounding.ToEven);
        return count is >= short.MinValue and <= short.MaxValue ? (short)count : format.Missing ?? throw new InvalidDataException(FormattableString.Invariant(
            $"A sample of {sample} does not fit 16 bits at this scale; from {short.MinValue} to {short.MaxValue} counts are allowed, or name a missing count."));
    }
}
