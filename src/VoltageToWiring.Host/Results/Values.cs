using System.Runtime.InteropServices;

namespace VoltageToWiring.Host.Results;

/// <summary>Values gathered for their median; those not known are left out.</summary>
internal sealed class Values
{
    private readonly List<double> _known = [];

    public int Count => _known.Count;

    public void Add(double? value)
    {
        if (Known.Finite(value) is { } known)
            _known.Add(known);
    }

    /// <summary>Their median; null where there are none.</summary>
    public double? Median() => Evaluation.Median.Of(CollectionsMarshal.AsSpan(_known));
}
