using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.Averaging;

/// <summary>
/// Samples as levels of 15 bits, rounded up or down at random: level k stands for <see cref="Lowest"/> + k·<see cref="Step"/>, and the
/// expectation of a sample's level is the sample.
/// </summary>
/// <remarks>
/// So the errors of different samples are independent, without a mean, and each within one step: of sums Σ wᵢ·xᵢ they obey W. Hoeffding's bound
/// (1963, J. Am. Stat. Assoc. 58:13), see <see cref="SumError"/>, which grows as the root of the number of samples. Rounding to the nearest
/// level has smaller errors, but they may conspire: only their number itself bounds them.
/// </remarks>
/// <param name="Lowest">The lowest sample, in the trace's unit.</param>
/// <param name="Highest">The highest sample, in the trace's unit.</param>
public readonly record struct Quantization(double Lowest, double Highest)
{
    /// <summary>Levels are below this.</summary>
    public const int Levels = 1 << 15;

    // ln(2/δ)/2, for a chance δ = 2⁻⁸⁰ of a sum to be off by more.
    private const double Confidence = 81 * 0.69314718055994531 / 2;

    // Random numbers have 32 bits, which leaves an expectation off by as little.
    private const double Resolution = 1.0 / (1L << 31);

    private const int FramesOfBlock = 32;
    private const int Lanes = 8;

    private static readonly ulong Key = new RandomStreams(0).Key("quantization");

    /// <summary>What one level is worth, in the trace's unit. The highest sample may yet be rounded up.</summary>
    public double Step => (Highest - Lowest) / (Levels - 2);

    private double LevelsPerUnit => Highest > Lowest ? 1 / Step : 0;

    /// <summary>How far a sum of quantized samples may be off, but for a chance of 2⁻⁸⁰.</summary>
    /// <param name="squaredSteps">Σ wᵢ²·stepᵢ² over its samples.</param>
    /// <returns>The bound, in the trace's unit.</returns>
    public static double SumError(double squaredSteps) => Math.Sqrt(Confidence * squaredSteps);

    /// <summary>How far the expectation of a sum may be off.</summary>
    /// <param name="samples">Samples in it.</param>
    public double Bias(double samples) => samples * Step * Resolution;

    /// <summary>Rounds samples to levels, the plain form, to read and to test against.</summary>
    /// <param name="samples">The samples; one beyond the range goes to its end.</param>
    /// <param name="firstFrame">Frame index of the first sample; with <paramref name="target"/> it says which random numbers are used.</param>
    /// <param name="target">Index of the trace.</param>
    /// <param name="levels">Receives as many levels.</param>
    public void RoundScalar(ReadOnlySpan<double> samples, int firstFrame, int target, Span<ushort> levels)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            (int block, int within) = Math.DivRem(i, FramesOfBlock);
            PhiloxWords words = Philox.Generate(new PhiloxWords((uint)(block * Lanes + within % Lanes), (uint)firstFrame, (uint)target, 0), Key);
            uint word = (within / Lanes) switch { 0 => words.X0, 1 => words.X1, 2 => words.X2, _ => words.X3 };
            double level = Math.Clamp((samples[i] - Lowest) * LevelsPerUnit, 0, Levels - 2);
            levels[i] = (ushort)(level + word / 4294967296.0);
        }
    }

    /// <summary>The fast form of <see cref="RoundScalar"/>: the same levels, 32 at a time.</summary>
    /// <param name="samples">The samples; one beyond the range goes to its end.</param>
    /// <param name="firstFrame">Frame index of the first sample; with <paramref name="target"/> it says which random numbers are used.</param>
    /// <param name="target">Index of the trace.</param>
    /// <param name="levels">Receives as many levels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Round(ReadOnlySpan<double> samples, int firstFrame, int target, Span<ushort> levels)
    {
        ref ushort level = ref MemoryMarshal.GetReference(levels[..samples.Length]);
        Vector512<ulong> lanes = Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7);
        Span<double> rest = stackalloc double[FramesOfBlock];
        for (int first = 0; first < samples.Length; first += FramesOfBlock)
        {
            Vector512<ulong> x0 = lanes + Vector512.Create((ulong)(first / FramesOfBlock * Lanes));
            Vector512<ulong> x1 = Vector512.Create((ulong)(uint)firstFrame), x2 = Vector512.Create((ulong)(uint)target), x3 = Vector512<ulong>.Zero;
            Philox.Generate(ref x0, ref x1, ref x2, ref x3, Key);
            bool whole = first + FramesOfBlock <= samples.Length;
            if (!whole)
                samples[first..].CopyTo(rest);
            ref double x = ref MemoryMarshal.GetReference(whole ? samples[first..] : rest);
            Vector512<uint> lower = Vector512.Narrow(Round(ref x, 0, x0), Round(ref x, Lanes, x1));
            Vector512<uint> upper = Vector512.Narrow(Round(ref x, 2 * Lanes, x2), Round(ref x, 3 * Lanes, x3));
            Vector512<ushort> rounded = Vector512.Narrow(lower, upper);
            if (whole)
                rounded.StoreUnsafe(ref level, (nuint)first);
            for (int i = first; i < samples.Length && !whole; i++)
                levels[i] = rounded[i - first];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<ulong> Round(ref double x, nuint at, Vector512<ulong> word)
    {
        Vector512<double> level = (Vector512.LoadUnsafe(ref x, at) - Vector512.Create(Lowest)) * Vector512.Create(LevelsPerUnit);
        level = Vector512.Min(Vector512.Max(level, Vector512<double>.Zero), Vector512.Create((double)(Levels - 2)));
        return Vector512.ConvertToInt64Native(level + Vector512.ConvertToDouble(word.AsInt64()) * Vector512.Create(1 / 4294967296.0)).AsUInt64();
    }
}
