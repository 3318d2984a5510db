using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>What this machine can do, one core, measured in the same run as the kernels.</summary>
/// <param name="RegisterAdds">Single-precision additions in registers, per second.</param>
/// <param name="LoadedAdds">Single-precision additions of what lies in the first cache, unaligned, per second.</param>
/// <param name="CopiedBytes">Bytes copied from memory to memory, per second.</param>
public sealed record Machine(double RegisterAdds, double LoadedAdds, double CopiedBytes);

/// <summary>Measures the machine.</summary>
public class MachineBenchmark
{
    public const int Rounds = 4096;
    public const int LoadedFloats = 4096;
    public const int CopiedBytes = 64 << 20;
    public const int RegisterAddsPerCall = Rounds * Accumulators * Lanes;
    public const int LoadedAddsPerCall = LoadedFloats / Lanes / Accumulators * Accumulators * Lanes * 16;
    private const int Accumulators = 16;
    private const int Lanes = 16;

    private readonly float[] _loaded = new float[LoadedFloats + 64];
    private readonly byte[] _from = new byte[CopiedBytes];
    private readonly byte[] _to = new byte[CopiedBytes];

    [GlobalSetup]
    public void SetUp() => Array.Fill(_from, (byte)1);

    /// <summary>Sixteen sums that do not wait for each other.</summary>
    [Benchmark]
    public float RegisterAdds()
    {
        Vector512<float> x = Vector512.Create(_loaded[0]);
        Vector512<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x;
        Vector512<float> b0 = x, b1 = x, b2 = x, b3 = x, b4 = x, b5 = x, b6 = x, b7 = x;
        for (int i = 0; i < Rounds; i++)
        {
            a0 += x;
            a1 += x;
            a2 += x;
            a3 += x;
            a4 += x;
            a5 += x;
            a6 += x;
            a7 += x;
            b0 += x;
            b1 += x;
            b2 += x;
            b3 += x;
            b4 += x;
            b5 += x;
            b6 += x;
            b7 += x;
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7);
    }

    /// <summary>The same, each addend loaded from where a window of a trace may begin.</summary>
    [Benchmark]
    public float LoadedAdds()
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int offset = 0; offset < 16; offset++)
        {
            ref float x = ref _loaded[offset + 1];
            for (nuint at = 0; at + Accumulators * Lanes <= LoadedFloats; at += Accumulators * Lanes)
            {
                a0 += Vector512.LoadUnsafe(ref x, at);
                a1 += Vector512.LoadUnsafe(ref x, at + 16);
                a2 += Vector512.LoadUnsafe(ref x, at + 32);
                a3 += Vector512.LoadUnsafe(ref x, at + 48);
                a4 += Vector512.LoadUnsafe(ref x, at + 64);
                a5 += Vector512.LoadUnsafe(ref x, at + 80);
                a6 += Vector512.LoadUnsafe(ref x, at + 96);
                a7 += Vector512.LoadUnsafe(ref x, at + 112);
                b0 += Vector512.LoadUnsafe(ref x, at + 128);
                b1 += Vector512.LoadUnsafe(ref x, at + 144);
                b2 += Vector512.LoadUnsafe(ref x, at + 160);
                b3 += Vector512.LoadUnsafe(ref x, at + 176);
                b4 += Vector512.LoadUnsafe(ref x, at + 192);
                b5 += Vector512.LoadUnsafe(ref x, at + 208);
                b6 += Vector512.LoadUnsafe(ref x, at + 224);
                b7 += Vector512.LoadUnsafe(ref x, at + 240);
            }
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7);
    }

    /// <summary>Far more than any cache holds.</summary>
    [Benchmark]
    public void Copy() => _from.CopyTo(_to, 0);
}
