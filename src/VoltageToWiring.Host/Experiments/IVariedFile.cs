namespace VoltageToWiring.Host.Experiments;

/// <summary>A file that names a pipeline and says what varies in it.</summary>
internal interface IVariedFile
{
    /// <summary>What is set in every cell.</summary>
    FixedKeys Set { get; }

    /// <summary>What varies.</summary>
    GridKeys Grid { get; }

    /// <summary>What varies together.</summary>
    ZippedKeys Zip { get; }

    /// <summary>The keys that it may name.</summary>
    KeySpace Space => KeySpace.OfExperiments;
}
