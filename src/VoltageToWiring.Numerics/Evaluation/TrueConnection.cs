namespace VoltageToWiring.Numerics.Evaluation;

/// <summary>What a pair of neurons truly is.</summary>
public enum TrueConnection
{
    /// <summary>Not connected.</summary>
    None,

    /// <summary>An excitatory connection.</summary>
    Excitatory,

    /// <summary>An inhibitory connection.</summary>
    Inhibitory,
}
