using VoltageToWiring.Files;

namespace VoltageToWiring.Tests.Host;

public class NpyFileTests
{
    [Fact]
    public void Write_ThenRead_IsTheSameArray()
        => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Double.Array[25]).Sample((rows, columns, values) =>
        {
            using var folder = new TemporaryFolder();
            NpyFile.Write(folder.File("a.npy"), [rows, columns], values.AsSpan(0, rows * columns));
            NpyArray read = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal([rows, columns], read.Shape);
            Assert.Equal(values[..(rows * columns)], read.Values);
        });

    [Theory]
    [InlineData("not an array", "no npy header")]
    [InlineData("", "no npy header")]
    public void Read_SomethingElse_SaysSo(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.npy"), content);
        Assert.Contains(expected, Assert.Throws<FileFormatException>(() => NpyFile.Read(folder.File("a.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Truncated_SaysHowMuchIsMissing()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder.File("a.npy"), [4], [1, 2, 3, 4]);
        File.WriteAllBytes(folder.File("a.npy"), File.ReadAllBytes(folder.File("a.npy"))[..^8]);
        Assert.Contains("found 24 bytes of data; allowed is 32", Assert.Throws<FileFormatException>(() => NpyFile.Read(folder.File("a.npy"))).Message, StringComparison.Ordinal);
    }
}
