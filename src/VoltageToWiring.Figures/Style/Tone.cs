namespace VoltageToWiring.Figures.Style;

/// <summary>What a colour stands for. Figures name tones; a theme says which colour each is.</summary>
public enum Tone
{
    /// <summary>Behind everything.</summary>
    Paper,

    /// <summary>Texts, axes, recorded traces.</summary>
    Ink,

    /// <summary>What should not stand out.</summary>
    Muted,

    /// <summary>Grid lines.</summary>
    Grid,

    /// <summary>Excitatory connections.</summary>
    Excitatory,

    /// <summary>Inhibitory connections.</summary>
    Inhibitory,

    /// <summary>Pairs that are not connected.</summary>
    Unconnected,

    /// <summary>Pairs of which nothing is known.</summary>
    Unknown,

    /// <summary>The first series of figures that are not about kinds of connections.</summary>
    First,

    /// <summary>The second.</summary>
    Second,

    /// <summary>The third.</summary>
    Third,

    /// <summary>The fourth.</summary>
    Fourth,
}
