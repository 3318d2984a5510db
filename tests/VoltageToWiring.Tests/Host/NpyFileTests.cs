using VoltageToWiring.Files;

namespace VoltageToWiring.Tests.Host;

public class NpyFileTests
{
    [Fact]
    public void Write_ThenRead_IsTheSameArray()
        => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Double.Array[25]).Sample((rows, columns, values) =>
        {
            using var folder = new TemporaryFolder();
            NpyFile.Write(folder.File("a.npy"), [rows, columns], (row, to) => values.AsSpan(row * columns, columns).CopyTo(to));
            NpyArray read = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal([rows, columns], read.Shape);
            Assert.Equal(values[..(rows * columns)], read.Values);
        });

    [Theory]
    [InlineData(3000, 100)]
    [InlineData(2, 200_000)]
    [InlineData(300_000, 1)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void Write_ManyRows_AreAllThereInOrder(int rows, int columns)
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder.File("a.npy"), [rows, columns], (row, to) =>
        {
            for (int column = 0; column < to.Length; column++)
                to[column] = (double)row * columns + column;
        });
        byte[] bytes = File.ReadAllBytes(folder.File("a.npy"));
        Assert.Equal(128 + 8L * rows * columns, bytes.Length);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0, (byte)'{'], bytes[..11]);
        Assert.Equal(Enumerable.Range(0, rows * columns).Select(i => (double)i), NpyFile.Read(folder.File("a.npy")).Values);
    }

    [Fact]
    public void Write_Single_RoundsToFloats()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder.File("a.npy"), [300, 1000], (row, to) => to.Fill(row + 0.1), single: true);
        byte[] bytes = File.ReadAllBytes(folder.File("a.npy"));
        Assert.Equal(128 + 4 * 300 * 1000, bytes.Length);
        using var rows = new NpyRows(folder.File("a.npy"));
        Assert.Equal(Enumerable.Repeat((double)(float)7.1, 1000), rows.Read(7));
        Assert.Equal(Enumerable.Range(0, 300 * 1000).Select(i => (double)(float)(i / 1000 + 0.1)), NpyFile.Read(folder.File("a.npy")).Values);
    }

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
        NpyFile.Write(folder.File("a.npy"), [4], (_, to) => to.Fill(1));
        File.WriteAllBytes(folder.File("a.npy"), File.ReadAllBytes(folder.File("a.npy"))[..^8]);
        Assert.Contains("found 24 bytes of data; allowed is 32", Assert.Throws<FileFormatException>(() => NpyFile.Read(folder.File("a.npy"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<u2", "False", "(2, 3)", new byte[] { 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0 }, new double[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("<i2", "True", "(2, 3)", new byte[] { 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0 }, new double[] { 1, 2, 3, 4, 5, 6 })]
    public void Read_OtherTypesAndOrders_GivesRowsInOrder(string type, string fortran, string shape, byte[] data, double[] expected)
    {
        using var folder = new TemporaryFolder();
        WriteRaw(folder.File("a.npy"), $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n", data);
        Assert.Equal(expected, NpyFile.Read(folder.File("a.npy")).Values);
    }

    [Theory]
    [InlineData("(99999999999, 2)")]
    [InlineData("(2 2)")]
    [InlineData("(2000000000, 2000000000)")]
    public void Read_DamagedShape_SaysSo(string shape)
    {
        using var folder = new TemporaryFolder();
        WriteRaw(folder.File("a.npy"), $"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n", new byte[16]);
        Assert.Contains("allowed is", Assert.Throws<FileFormatException>(() => NpyFile.Read(folder.File("a.npy"))).Message, StringComparison.Ordinal);
    }

    private static void WriteRaw(string file, string header, byte[] data)
        => File.WriteAllBytes(file, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. data]);
}
