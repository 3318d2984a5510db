using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Tests.Host;

public class PipelineDocumentationTests
{
    [Theory]
    [InlineData(typeof(PipelineFile))]
    [InlineData(typeof(ExperimentFile))]
    [InlineData(typeof(StudyFile))]
    [InlineData(typeof(CapacitySection), "capacity[].")]
    public void PipelinesReadme_HasARowForEveryKey(Type file, string path = "")
    {
        string readme = File.ReadAllText(TestFiles.Pipeline("README.md"));
        string[] missing = [.. Rows(file, path).Where(row => !readme.Contains(row, StringComparison.Ordinal))];
        Assert.True(missing.Length == 0, $"pipelines/README.md lacks these rows:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void PipelinesReadme_HasARowForEveryFigureAndItsSettings()
    {
        string readme = File.ReadAllText(TestFiles.Pipeline("README.md"));
        string[] missing =
        [
            .. SweepFigures.Known.SelectMany(figure => Rows(figure.Settings, figure.Name + ".").Prepend($"| `{figure.Name}` | {figure.Doc} | |"))
                // Every figure may have one; a row says so once.
                .Where(row => !row.Contains(".title`", StringComparison.Ordinal) && !readme.Contains(row, StringComparison.Ordinal)),
        ];
        Assert.True(missing.Length == 0, $"pipelines/README.md lacks these rows:\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<string> Rows(Type section, string path)
    {
        foreach (KeyInfo key in KeyInfo.Of(section))
        {
            string name = path + key.Name;
            if (key.Dimension is null && KeyInfo.Of(key.ValueType).Count > 0)
            {
                yield return $"| `{name}` | {key.Doc} | |";
                foreach (string row in Rows(key.ValueType, name + "."))
                    yield return row;
            }
            else
            {
                yield return $"| `{name}` | {key.Doc} | {key.AllowedText()} |";
            }
        }
    }
}
