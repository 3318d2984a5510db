using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Tests.Host;

public class PipelineDocumentationTests
{
    [Theory]
    [InlineData(typeof(PipelineFile))]
    [InlineData(typeof(ExperimentFile))]
    public void PipelinesReadme_HasARowForEveryKey(Type file)
    {
        string readme = File.ReadAllText(TestFiles.Pipeline("README.md"));
        foreach (string row in Rows(file, ""))
            Assert.True(readme.Contains(row, StringComparison.Ordinal), $"pipelines/README.md lacks this row:\n{row}");
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
