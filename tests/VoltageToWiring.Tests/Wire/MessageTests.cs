using System.Text.RegularExpressions;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Tests.Wire;

public partial class MessageTests
{
    /// <summary>What each example of the protocol's document is, in words of the library.</summary>
    private static readonly Dictionary<string, Action<FrameBuilder>> Examples = new()
    {
        ["hello"] = (WireFixture.Hello with { MessageBytes = 65536 }).Write,
        ["hello_movie"] = (WireFixture.Hello with { Pixels = new FrameSize(4, 2), Targets = 8, Format = SampleFormat.Pixels, AmplitudeUnit = "counts", MessageBytes = 65536 }).Write,
        ["welcome"] = new Welcome(0, 64, 5).Write,
        ["samples"] = to => new SamplesMessage { Sequence = 1, FirstFrame = 0, Frames = 1, Data = [0, 0, 0x82, 0xc2, 0, 0, 0x80, 0x3f] }.Write(to),
        ["samples_movie"] = to => new SamplesMessage { Sequence = 1, FirstFrame = 0, Frames = 1, Data = [100, 0, 101, 0, 102, 0, 103, 0, 0, 1, 1, 1, 2, 1, 255, 255] }.Write(to),
        ["spikes"] = to => new SpikesMessage(0, 5).Write([new SpikeEvent(1, 7), new SpikeEvent(2, 300)], to),
        ["gap"] = new GapMessage(2, 1, 1000).Write,
        ["heartbeat"] = new HeartbeatMessage(3, 1001).Write,
        ["end"] = new EndMessage(4, 1001, new Totals(1, 1000, 2)).Write,
        ["error"] = new ErrorMessage(WireError.Token, "The token is wrong; this listener asks for the one it was started with.").Write,
        ["ack"] = new Ack(5, 64, new Totals(1, 1000, 2)).Write,
        ["resend_from"] = new ResendFrom(7, 9).Write,
        ["estimates"] = to => EstimatesMessage.Write(new WireReport(1000, 1, false, [new WireEstimate(1, 0, "joint", "excitatory", 3.5, 0.5, null, null)]) { AmplitudeUnit = "mV" }, 0, to),
    };

    [Fact]
    public void Document_EveryExample_IsWhatTheLibraryWrites()
    {
        string text = File.ReadAllText(Path.Combine(TestFiles.Root, "src", "VoltageToWiring.Wire", "PROTOCOL.md"));
        Dictionary<string, string> found = Example().Matches(text)
            .ToDictionary(match => match.Groups[1].Value, match => Whitespace().Replace(match.Groups[2].Value, ""));
        string Expected(string name) => Convert.ToHexStringLower(WireFixture.BytesOf(Examples[name]));
        Assert.All(Examples.Keys, name => Assert.Equal(Expected(name), found.GetValueOrDefault(name, "no example")));
    }

    [Fact]
    public void Hello_EveryField_ComesBack()
        => Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 100_000], Gen.Bool, Gen.Long[0, 1L << 53], Gen.Int[1, int.MaxValue], Gen.Enum<SampleEncoding>())
            .Sample((targets, sources, optional, total, rate, encoding) =>
            {
                var hello = new Hello
                {
                    Stream = "schöner Strom",
                    Session = "a_b-9",
                    Token = optional ? "secret" : null,
                    FrameClock = new SampleClock(rate, 1).DividedBy(1001),
                    SpikeClock = new SampleClock(rate),
                    Pixels = encoding == SampleEncoding.UInt16 ? new FrameSize(targets, 3) : null,
                    Targets = encoding == SampleEncoding.UInt16 ? 3 * targets : targets,
                    Sources = sources,
                    AmplitudeUnit = "ΔF/F",
                    Polarity = optional ? -1 : 1,
                    Format = encoding == SampleEncoding.Int16 ? new SampleFormat(encoding, 0.25, -3, optional ? (short)-5 : null) : new SampleFormat(encoding),
                    TotalFrames = optional ? total : null,
                    OldestSequence = total,
                };
                Assert.Equal(hello, Hello.Read(WireFixture.BytesOf(hello.Write).AsMemory(4)));
            }, iter: 300);

    [Theory]
    [InlineData("ΔF/F")]
    [InlineData(null)]
    public void Estimates_WithAndWithoutAUnit_ComeBack(string? unit)
    {
        var report = new WireReport(1000, 1, true, [new WireEstimate(1, 0, "joint", "inhibitory", 3.5, -0.5, -0.7, null)]) { AmplitudeUnit = unit };
        byte[] bytes = WireFixture.BytesOf(to => EstimatesMessage.Write(report, 0, to));
        EstimatesMessage read = EstimatesMessage.Read(bytes.AsMemory(4));
        Assert.Equal(unit, read.Report.AmplitudeUnit);
        Assert.Equal(report.Connections, read.Report.Connections);
    }

    [Fact]
    public void Read_FieldsOfALaterVersion_ArePassedOver()
    {
        byte[] body = [0x84, 0xa3, .. "new"u8, 0x92, 1, 0x81, 0xa1, 0x61, 2, 0xa7, .. "next_se"u8, 3, 0xa8, .. "next_seq"u8, 4, 0xa4, .. "type"u8, 0xab, .. "resend_from"u8];
        Assert.Equal(MessageType.ResendFrom, MessageTypes.Of(body));
        Assert.Equal(4, ResendFrom.Read(body).NextSequence);
    }

    [Fact]
    public void FrameBuffer_HoweverBytesAreCut_GivesTheSameMessages()
        => Gen.Select(Gen.Int[1, 3000].Array[1, 20], Gen.Int[1, 5000].Array[1, 20]).Sample((lengths, cuts) =>
        {
            byte[] stream = [.. lengths.SelectMany(length => (byte[])[0, 0, (byte)(length >> 8), (byte)length, .. Enumerable.Repeat((byte)length, length)])];
            var frames = new FrameBuffer(3000);
            var read = new List<int>();
            int cut = 0;
            for (int at = 0; at < stream.Length;)
            {
                Memory<byte> free = frames.Free;
                int count = Math.Min(Math.Min(free.Length, cuts[cut++ % cuts.Length]), stream.Length - at);
                stream.AsSpan(at, count).CopyTo(free.Span);
                frames.Advance(count);
                at += count;
                while (frames.TryRead(out ReadOnlyMemory<byte> body))
                {
                    Assert.Equal(body.Length, body.ToArray().Count(value => value == (byte)body.Length));
                    read.Add(body.Length);
                }
            }
            Assert.Equal(lengths, read);
            Assert.True(frames.Capacity <= 4096);
        }, iter: 300);

    [GeneratedRegex("<!-- example: (\\w+) -->\\s*```\\s*([0-9a-f\\s]+)```")]
    private static partial Regex Example();

    [GeneratedRegex("\\s")]
    private static partial Regex Whitespace();
}
