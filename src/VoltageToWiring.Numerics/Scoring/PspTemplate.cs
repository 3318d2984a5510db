namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// The shape of a postsynaptic potential: K(t) ∝ e^{−t/decay} − e^{−t/rise}, scaled to a peak of 1, sampled at the frames after a spike.
/// </summary>
/// <param name="DecaySeconds">Time constant of the decay, s; longer than the rise.</param>
/// <param name="RiseSeconds">Time constant of the rise, s.</param>
/// <param name="PeriodSeconds">Period of the frames, s.</param>
public readonly record struct PspTemplate(double DecaySeconds, double RiseSeconds, double PeriodSeconds)
{
    /// <summary>Factor by which the slow exponential shrinks in a frame.</summary>
    public double SlowFactor => Math.Exp(-PeriodSeconds / DecaySeconds);

    /// <summary>Factor by which the fast exponential shrinks in a frame.</summary>
    public double FastFactor => Math.Exp(-PeriodSeconds / RiseSeconds);

    /// <summary>The scale that makes the largest sample 1.</summary>
    public double Scale
    {
        get
        {
            double slow = SlowFactor, fast = FastFactor, largest = 0, a = 1, b = 1;
            // The difference rises to its peak and falls from there on.
            while (a - b >= largest)
            {
                largest = a - b;
                a *= slow;
                b *= fast;
            }
            return 1 / largest;
        }
    }

    /// <summary>Samples the template.</summary>
    /// <param name="template">Receives K at 0, 1, 2, … frames after the spike.</param>
    public void Sample(Span<double> template)
    {
        double scale = Scale, slow = SlowFactor, fast = FastFactor, a = 1, b = 1;
        foreach (ref double value in template)
        {
            value = scale * (a - b);
            a *= slow;
            b *= fast;
        }
    }
}
