namespace VoltageToWiring.Figures.Style;

/// <summary>What a pair is, or is taken to be, for colours and marks.</summary>
public enum ConnectionKind
{
    /// <summary>Nobody knows.</summary>
    Unknown,

    /// <summary>Excitatory.</summary>
    Excitatory,

    /// <summary>Inhibitory.</summary>
    Inhibitory,

    /// <summary>Not connected.</summary>
    None,
}

/// <summary>How kinds of connections look, the same in every figure: by colour, by line and by mark.</summary>
public static class KindStyle
{
    /// <summary>The colour of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static Tone ToneOf(ConnectionKind kind) => kind switch
    {
        ConnectionKind.Excitatory => Tone.Excitatory,
        ConnectionKind.Inhibitory => Tone.Inhibitory,
        ConnectionKind.None => Tone.Unconnected,
        _ => Tone.Unknown,
    };

    /// <summary>The line of a kind: solid for excitation, dashed for inhibition, dotted for nothing.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="width">Its width, px.</param>
    public static Stroke StrokeOf(ConnectionKind kind, float width = 1.4f) => new(ToneOf(kind), width, DashOf(kind));

    /// <summary>The mark of a kind: up for excitation, down for inhibition, a ring for nothing.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="size">Its width, px.</param>
    public static Mark MarkOf(ConnectionKind kind, float size = 6) => new(ToneOf(kind), ShapeOf(kind), size);

    /// <summary>The name of a kind in a legend.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(ConnectionKind kind) => kind switch
    {
        ConnectionKind.Excitatory => "excitatory",
        ConnectionKind.Inhibitory => "inhibitory",
        ConnectionKind.None => "not connected",
        _ => "not known",
    };

    private static Dash DashOf(ConnectionKind kind) => kind switch
    {
        ConnectionKind.Inhibitory => Dash.Dashed,
        ConnectionKind.None => Dash.Dotted,
        _ => Dash.Solid,
    };

    private static MarkShape ShapeOf(ConnectionKind kind) => kind switch
    {
        ConnectionKind.Excitatory => MarkShape.Up,
        ConnectionKind.Inhibitory => MarkShape.Down,
        ConnectionKind.None => MarkShape.Ring,
        _ => MarkShape.Diamond,
    };
}
