using System.Text.Json.Nodes;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class CellOrderTests
{
    [Fact]
    public void Write_SaysNothingOfTheMachineAndReadsAsItWas()
    {
        using var folder = new TemporaryFolder();
        StudyCell cell = TinyStudy.Read().Cells[0];
        string run = folder.File("cells/001/1");
        CellOrder.Write(run, cell);
        string directory = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(run, CellOrder.FileName)))!["directory"]!;
        Assert.False(Path.IsPathRooted(directory), directory);
        CellOrder order = CellOrder.Read(run);
        Assert.Equal(cell.Pipeline.Directory, order.Directory);
        Assert.Equal(cell.Pipeline.Resolved.Sta.WindowFrames, order.Resolve().Sta.WindowFrames);
    }
}
