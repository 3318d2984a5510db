using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Tests.Wire;

public class AssemblerTests
{
    private readonly Pool<RecordingBatch> _batches = new(() => new RecordingBatch());

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(20, 5, 7)]
    [InlineData(-20, 5, 3)]
    [InlineData(5, 5, 5)]
    public void Accept_SpikesWithALag_MoveWithTheirWatermark(long offsetTicks, long stated, long corrected)
    {
        RecordingBatch batch = Accept(Assembler(offsetTicks), stated, new SpikeEvent(1, 40), new SpikeEvent(0, 22))!;
        Assert.Equal(corrected, batch.SpikesCompleteThroughFrame);
        SpikeEvent[] expected = [.. new[] { new SpikeEvent(0, 22 + offsetTicks), new SpikeEvent(1, 40 + offsetTicks) }.Where(spike => spike.Tick < 10 * corrected)];
        Assert.Equal(expected, batch.Spikes.Spikes.ToArray());
    }

    [Fact]
    public void Accept_SpikesAheadOfTheirWatermark_AreHeldAndComeSorted()
    {
        StreamAssembler assembler = Assembler();
        Assert.Null(Accept(assembler, 0, new SpikeEvent(2, 31), new SpikeEvent(0, 11)));
        Assert.Equal([new SpikeEvent(0, 11)], Accept(assembler, 2, new SpikeEvent(1, 29))!.Spikes.Spikes.ToArray());
        Assert.Equal([new SpikeEvent(1, 29), new SpikeEvent(2, 31)], Accept(assembler, 4)!.Spikes.Spikes.ToArray());
        Assert.Equal(3, assembler.Totals.Spikes);
    }

    [Fact]
    public void Accept_TwoSpikesInOneTick_StayTwo()
        => Assert.Equal(2, Accept(Assembler(), 2, new SpikeEvent(0, 11), new SpikeEvent(0, 11))!.Spikes.Count);

    [Fact]
    public void Accept_MoreSpikesHeldThanAllowed_IsRefusedAndChangesNothing()
    {
        StreamAssembler assembler = Assembler(held: 1);
        Accept(assembler, 0, new SpikeEvent(0, 11));
        Assert.Equal(WireError.Limit, Assert.Throws<WireException>(() => Accept(assembler, 9, new SpikeEvent(0, 12))).Code);
        Assert.Equal(1, assembler.Totals.Spikes);
    }

    /// <summary>In the steady state a message costs no memory.</summary>
    [Fact]
    public void Decode_InTheSteadyState_AllocatesNothing()
    {
        var bounds = new StreamBounds(WireFixture.Hello, new WireLimits());
        var decoder = new MessageDecoder(WireFixture.Info, SampleFormat.Float32, 1, bounds, _batches);
        StreamAssembler assembler = Assembler();
        byte[][] bodies = [.. Enumerable.Range(0, 300).SelectMany(Bodies)];
        for (int i = 0; i < 300; i++)
            Pass(bodies[i]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 300; i < 600; i++)
            Pass(bodies[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass(byte[] body)
        {
            IncomingMessage message = decoder.Decode(body);
            assembler.Accept(message)?.Return();
            message.Discard();
        }

        static byte[][] Bodies(int i) =>
        [
            WireFixture.BytesOf(to => new SpikesMessage(2 * i, 5 * i + 5).Write([new SpikeEvent(1, 50 * i + 3), new SpikeEvent(0, 50 * i + 2)], to))[4..],
            WireFixture.BytesOf(to => new SamplesMessage { Sequence = 2 * i + 1, FirstFrame = 5 * i, Frames = 5, Data = new byte[40] }.Write(to))[4..],
        ];
    }

    private StreamAssembler Assembler(long offsetTicks = 0, int held = 100)
        => new(WireFixture.Info, new StreamBounds(WireFixture.Hello, new WireLimits()), held, offsetTicks, 1000, _batches);

    private static RecordingBatch? Accept(StreamAssembler assembler, long watermark, params SpikeEvent[] spikes)
    {
        var message = new IncomingMessage { Type = MessageType.Spikes, CompleteThroughFrame = watermark };
        message.Spikes.Add(spikes);
        return assembler.Accept(message);
    }
}
