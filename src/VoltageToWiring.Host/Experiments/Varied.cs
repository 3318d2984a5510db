using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>What an experiment sets in every cell, and what it varies: groups of keys that move together, every group with every other.</summary>
internal sealed class Varied
{
    /// <summary>The most cells of an experiment.</summary>
    public const int MostCells = 100_000;

    private readonly PipelineDocument _document;
    private readonly PipelineBinder _binder;
    private readonly KeySpace _space;
    private readonly List<FixedKey> _set;
    private readonly List<VariedKey>[] _groups;

    /// <summary>Gathers what a file says, and what the command line sets on top.</summary>
    /// <param name="document">The experiment's document.</param>
    /// <param name="binder">Knows where things were written.</param>
    /// <param name="file">The file.</param>
    /// <param name="settings">What the command line sets: values of a key that varies take the place of those in the file.</param>
    /// <exception cref="PipelineException">Keys get in each other's way, or there are too many cells.</exception>
    public Varied(PipelineDocument document, PipelineBinder binder, IVariedFile file, IEnumerable<PipelineSetting> settings)
    {
        _space = file.Space;
        _document = document;
        _binder = binder;
        _set = [.. file.Set.Keys];
        IEnumerable<VariedKey>[] grid = [.. file.Grid.Keys.Select(key => new[] { key })];
        IsZipFirst = IndexOf("zip") < IndexOf("grid");
        _groups = [.. (IsZipFirst ? file.Zip.Groups.Concat(grid) : grid.Concat(file.Zip.Groups)).Select(group => group.ToList())];
        CheckOverlaps();
        foreach (PipelineSetting setting in settings)
            Set(setting);
        CheckOverlaps();
        if (_groups.Aggregate(1.0, (cells, group) => cells * group[0].Values.Count) is > MostCells and double cells)
            throw new PipelineException($"{document.File}: found {cells:0} cells; allowed is at most {MostCells}.");
    }

    /// <summary>Keys that are the same in every cell.</summary>
    public IReadOnlyList<FixedKey> Fixed => _set;

    /// <summary>Groups of keys, from the slowest to the fastest.</summary>
    public IReadOnlyList<IReadOnlyList<VariedKey>> Groups => _groups;

    /// <summary>Whether keys that move together were written before the grid, and so vary more slowly.</summary>
    public bool IsZipFirst { get; }

    /// <summary>All keys that vary.</summary>
    public IEnumerable<VariedKey> Keys => _groups.SelectMany(group => group);

    /// <summary>How many cells there are.</summary>
    public int Cells => _groups.Aggregate(1, (cells, group) => cells * group[0].Values.Count);

    /// <summary>The values of a cell, in the order of <see cref="Keys"/>.</summary>
    /// <param name="cell">Its index, from 0.</param>
    public CellValue[] ValuesOf(int cell)
    {
        var places = new int[_groups.Length];
        for (int group = places.Length - 1; group >= 0; group--)
            (cell, places[group]) = Math.DivRem(cell, _groups[group][0].Values.Count);
        return [.. _groups.SelectMany((group, i) => group.Select(key => key.Values[places[i]]))];
    }

    private int IndexOf(string key)
        => _document.Root.Children.Keys.Select((node, i) => (node, i)).Where(pair => pair.node is YamlScalarNode scalar && scalar.Value == key)
            .Select(pair => pair.i).FirstOrDefault(int.MaxValue);

    private void Set(PipelineSetting setting)
    {
        (YamlScalarNode keyNode, YamlNode value) = _document.Read(setting);
        string path = PipelineKeys.Read(keyNode, _binder, "", _space);
        foreach (List<VariedKey> group in _groups)
        {
            int at = group.FindIndex(key => key.Path == path);
            if (at < 0)
                continue;
            var values = new GridValues(_binder, path, _space.Find(path)!).Read(value, once: group.Count == 1);
            if (group.Count > 1 && values.Count != group[at].Values.Count)
            {
                throw _binder.Error(
                    keyNode, path, $"has {values.Count} values", $"{group[at].Values.Count} values, because it moves together with {group[at == 0 ? 1 : 0].Path}");
            }
            group[at] = new VariedKey(path, values, _binder.Where(keyNode));
            return;
        }
        _set.Add(new FixedKey(path, new CellValue(value, _binder.Where(keyNode))));
    }

    // What varies is set last: it would undo what was set before in the same section.
    private void CheckOverlaps()
    {
        var before = _set.Select(key => (key.Path, key.Value.Where)).ToList();
        foreach (VariedKey key in Keys)
        {
            if (before.FirstOrDefault(other => PipelineKeys.IsWithin(other.Path, key.Path)) is { Path: { } path } undone)
            {
                throw new PipelineException(
                    $"{undone.Where}: {path} {(path == key.Path ? "is set as well as varied" : $"lies in {key.Path}, which varies and would undo it")} ({key.Where}); "
                    + "allowed is every key once.");
            }
            before.Add((key.Path, key.Where));
        }
    }
}
