using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Tests.Wire;

/// <summary>Peers that mean harm or know no better: each is told why, and the recording that runs does not notice.</summary>
public class HostileTests
{
    private const string Token = "a-token-of-enough-letters";

    private static readonly Hello Good = WireFixture.Hello with { Token = Token };

    /// <summary>What strangers send, and what they are told.</summary>
    private static readonly Dictionary<string, (Action<RawPeer> Send, WireError Code, string Says)> Strangers = new()
    {
        ["random bytes"] = (peer => peer.Send(Noise(1, 4000)), WireError.Limit, "are allowed here"),
        ["a length of 4 GB"] = (peer => peer.Send([0xff, 0xff, 0xff, 0xff, 1, 2, 3]), WireError.Limit, "4294967295 bytes was announced; 1 to 16384"),
        ["a length of 0"] = (peer => peer.Send([0, 0, 0, 0]), WireError.Limit, "0 bytes was announced"),
        ["another protocol"] = (peer => peer.Send("GET / HTTP/1.1\r\n\r\n"u8), WireError.Limit, "was announced"),
        ["no map"] = (peer => peer.Send(Framed([0x93, 1, 2, 3])), WireError.Format, "begins with an array"),
        ["deep nesting"] = (peer => peer.Send(Framed(DeeplyNested(10_000))), WireError.Limit, "deeper than 8"),
        ["truncated"] = (SendHalf, WireError.Format, "in the middle of a message"),
        ["a map of 4 billion"] = (peer => peer.Send(Framed([0xdf, 0xff, 0xff, 0xff, 0xff, 0xa1, (byte)'a', 1])), WireError.Format, "in the middle of a field"),
        ["a text of 4 GB"] = (peer => peer.Send(Framed([0x81, 0xa4, .. "type"u8, 0xdb, 0xff, 0xff, 0xff, 0xff, 1])), WireError.Format, "in the middle of a field"),
        ["an unknown text of 4 GB"] = (peer => peer.Send(Framed([0x82, 0xa1, 0x61, 0xdb, 0xff, 0xff, 0xff, 0xff, 0xa1, 0x62, 1])), WireError.Format, "in the middle of a field"),
        ["unknown bytes of 4 GB"] = (peer => peer.Send(Framed([0x82, 0xa1, 0x61, 0xc6, 0xff, 0xff, 0xff, 0xff, 0xa1, 0x62, 1])), WireError.Format, "in the middle of a field"),
        ["an unknown extension of 4 GB"] = (peer => peer.Send(Framed([0x82, 0xa1, 0x61, 0xc9, 0xff, 0xff, 0xff, 0xfe, 1, 0xa1, 0x62, 1])), WireError.Format, "in the middle of a field"),
        ["an unknown type"] = (peer => peer.Send(Framed([0x81, 0xa4, .. "type"u8, 0xa3, .. "pwn"u8])), WireError.Format, "is 'pwn'"),
        ["a million targets"] = (Greet(Good with { Targets = 1_000_000 }), WireError.Limit, "1000000 targets; up to 16384"),
        ["a billion sources"] = (Greet(Good with { Sources = 1_000_000_000 }), WireError.Limit, "1000000000 sources; up to 65536"),
        ["a frame longer than its messages"] = (Greet(Good with { Targets = 16_384, MessageBytes = 1024 }), WireError.Limit, "65536 targets × bytes"),
        ["messages of 2 GB"] = (Greet(Good with { MessageBytes = int.MaxValue }), WireError.Limit, "max_message_bytes"),
        ["a movie of 4 billion pixels"] = (Greet(Movie(70_000, 60_000)), WireError.Limit, "frames of 70000 × 60000 pixels"),
        ["a movie of 16 million pixels"] = (Greet(Movie(4000, 4000)), WireError.Limit, "16000000 pixels; up to 4194304"),
        ["frames longer than their messages"] = (Greet(Movie(1000, 1000)), WireError.Limit, "2000000 bytes for a frame; up to 65536 (max_message_bytes)"),
        ["pixels without a width"] = (Greet(Good with { Format = SampleFormat.Pixels }), WireError.Format, "lacks its field 'width'"),
        ["a width of traces"] = (Greet(Good with { Pixels = new FrameSize(1, 2) }), WireError.Format, "width or height, which belong to sample_type uint16"),
        ["a movie with targets of its own"] = (Greet(Movie(4, 4) with { Targets = 17 }), WireError.Format, "17 targets and 4 × 4 pixels"),
        ["no token"] = (Greet(Good with { Token = null }), WireError.Token, "is missing"),
        ["a wrong token"] = (Greet(Good with { Token = Token[..^1] }), WireError.Token, "is wrong"),
        ["a rate of 0"] = (Greet(Good with { FrameClock = new SampleClock(0) }), WireError.Limit, "'frame_rate' is 0; 1 to"),
        ["polarity 0"] = (Greet(Good with { Polarity = 0 }), WireError.Limit, "'polarity' is 0; 1 or -1"),
        ["a session with a path"] = (Greet(Good with { Session = "../x" }), WireError.Format, "is no session"),
        ["a scale that is no number"] = (Greet(Good with { Format = new SampleFormat(SampleEncoding.Int16, double.NaN) }), WireError.Limit, "'scale' is not finite"),
        ["another version"] = (peer => peer.Send(Framed([0x82, 0xa4, .. "type"u8, 0xa5, .. "hello"u8, 0xa8, .. "protocol"u8, 7])), WireError.Version, "version 7; version 1"),
        ["samples first"] = (peer => peer.Send(new GapMessage(0, 0, 1).Write), WireError.Order, "a hello is allowed first"),
        ["another session"] = (Greet(Good with { Session = "thief" }), WireError.Busy, "has a sender"),
        ["the same session, another recording"] = (Greet(Good with { Targets = 7 }), WireError.Session, "another recording"),
    };

    private static Hello Movie(int width, int height)
        => Good with { Pixels = new FrameSize(width, height), Targets = unchecked(width * height) is > 0 and var pixels ? pixels : 1, Format = SampleFormat.Pixels };

    public static IEnumerable<TheoryDataRow<string>> StrangerNames() => Strangers.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(StrangerNames))]
    public async Task Stranger_IsToldWhyAndTheRecordingGoesOn(string name)
    {
        (Action<RawPeer> send, WireError code, string says) = Strangers[name];
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening with { Token = Token }, TimeProvider.System);
        await using RecordingSender sender = RecordingSender.Start(WireFixture.SendingTo(listener) with { Token = Token, MessageBytes = 1 << 16 }, WireFixture.Info, TimeProvider.System);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        await SendAsync(sender, 0);
        using (var stranger = new RawPeer(listener))
        {
            send(stranger);
            ErrorMessage? error = await stranger.ReadErrorAsync();
            Assert.NotNull(error);
            Assert.Equal(code, error.Code);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
        await CheckGoesOnAsync(sender, listener, recording);
    }

    /// <summary>What a sender that was welcome may send wrongly, after one good batch of frames 0 to 4.</summary>
    private static readonly Dictionary<string, (Action<RawPeer> Send, string Says)> Mistakes = new()
    {
        ["frames run backwards"] = (Samples(1, 3, 1), "Frame 3 came after frame 4"),
        ["frames are missing"] = (Samples(1, 9, 1), "Frame 9 came where frame 5 was due"),
        ["frames overflow"] = (Samples(1, WireProtocol.LargestInteger, 1), "frames up to"),
        ["a frame beyond 63 bits"] = (peer => peer.Send(Framed([0x83, 0xa4, .. "type"u8, 0xa3, .. "gap"u8, 0xa3, .. "seq"u8, 1, 0xab, .. "first_frame"u8, 0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), "is 18446744073709551615; 0 to"),
        ["a negative sequence"] = (peer => peer.Send(Framed([0x82, 0xa4, .. "type"u8, 0xa3, .. "gap"u8, 0xa3, .. "seq"u8, 0xff])), "'seq' is -1; 0 to"),
        ["too few samples"] = (peer => peer.Send(to => new SamplesMessage { Sequence = 1, FirstFrame = 5, Frames = 1, Data = new byte[7] }.Write(to)), "came with 7 bytes"),
        ["frames × targets overflows"] = (peer => peer.Send(to => new SamplesMessage { Sequence = 1, FirstFrame = 5, Frames = int.MaxValue, Data = [] }.Write(to)), "came with 0 bytes"),
        ["a sequence beyond the credit"] = (Samples(1_000_000, 5, 1), "Message 1000000 came"),
        ["a source too many"] = (Spikes(new SpikeEvent(3, 10), 5), "'spikes' is 3; 0 to 2"),
        ["a negative tick"] = (Spikes(new SpikeEvent(0, -1), 5), "'spikes' is -1"),
        ["a tick that overflows"] = (Spikes(new SpikeEvent(0, long.MaxValue), 5), "'spikes' is 9223372036854775807"),
        ["a watermark that runs backwards"] = (peer =>
        {
            peer.Send(new HeartbeatMessage(1, 5).Write);
            peer.Send(new HeartbeatMessage(2, 4).Write);
        }, "may not run backwards"),
        ["an endless gap"] = (peer => peer.Send(new GapMessage(1, 5, 1L << 40).Write), "A gap of 1099511627776 frames"),
        ["an end that counts otherwise"] = (peer => peer.Send(new EndMessage(1, 5, new Totals(4, 0, 0)).Write), "The end says 4 frames"),
        ["a second hello"] = (Greet(WireFixture.Hello), "type 'Hello'"),
        ["a message longer than announced"] = (peer => peer.Send([0, 1, 0, 1]), "65537 bytes was announced; 1 to 65536"),
    };

    public static IEnumerable<TheoryDataRow<string>> MistakeNames() => Mistakes.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public async Task Mistake_OfTheSender_IsToldAndMayBePutRight(string name)
    {
        (Action<RawPeer> send, string says) = Mistakes[name];
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening, TimeProvider.System);
        using (var peer = new RawPeer(listener))
        {
            Greet(WireFixture.Hello)(peer);
            Samples(0, 0, 5)(peer);
            send(peer);
            ErrorMessage? error = await peer.ReadErrorAsync();
            Assert.NotNull(error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Assert.Equal(5, recording.Counters.Received.Frames);

        // The session goes on where it was, and ends whole.
        using var again = new RawPeer(listener);
        Greet(WireFixture.Hello)(again);
        Welcome welcome = Welcome.Read((await again.ReadAsync())!);
        long watermark = welcome.NextSequence == 2 ? 5 : 0;
        Samples(welcome.NextSequence, 5, 5)(again);
        again.Send(new HeartbeatMessage(welcome.NextSequence + 1, watermark).Write);
        again.Send(new EndMessage(welcome.NextSequence + 2, 10, new Totals(10, 0, 0)).Write);
        Assert.Equal(10, (await WireFixture.ReadAllAsync(recording)).Frames.Count);
    }

    [Fact]
    public async Task Samples_AFloodOfNaN_AreMissingSamples()
    {
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening, TimeProvider.System);
        using var peer = new RawPeer(listener);
        Greet(WireFixture.Hello)(peer);
        byte[] data = new byte[1000 * 2 * 4];
        data.AsSpan().Fill(0xff);
        peer.Send(to => new SamplesMessage { Sequence = 0, FirstFrame = 0, Frames = 1000, Data = data }.Write(to));
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        Assert.True(await recording.WaitForNextAsync());
        RecordingBatch batch = recording.Next();
        Assert.Equal(2000, batch.Float32.ToArray().Count(float.IsNaN));
        Assert.Equal(2000, recording.Counters.MissingSamples);
    }

    [Fact]
    public async Task Spikes_ThatNeverBecomeComplete_FailTheRecording()
    {
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening, TimeProvider.System);
        using var peer = new RawPeer(listener);
        Greet(WireFixture.Hello)(peer);
        Samples(0, 0, 1001)(peer);
        Samples(1, 1001, 1)(peer);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        WireException fault = await Assert.ThrowsAsync<WireException>(async () => await WireFixture.ReadAllAsync(recording));
        Assert.Contains("spikes are complete through frame 0 only; 1000 frames", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_BeforeAndAfterTheHello_IsEnded()
    {
        var limits = new WireLimits { HelloTimeout = TimeSpan.FromMilliseconds(50), IdleTimeout = TimeSpan.FromMilliseconds(50) };
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening with { Limits = limits }, TimeProvider.System);
        using var silent = new RawPeer(listener);
        Assert.Contains("No hello came within 0.05 s", (await silent.ReadErrorAsync())!.Message, StringComparison.Ordinal);
        using var idle = new RawPeer(listener);
        Greet(WireFixture.Hello)(idle);
        Assert.Contains("Nothing came from the sender within 0.05 s", (await idle.ReadErrorAsync())!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_ManySilentOnes_AreBoundedAndKeepNobodyOut()
    {
        await using RecordingListener listener = RecordingListener.Start(
            WireFixture.Listening with { Limits = new WireLimits { Connections = 8 } }, TimeProvider.System);
        var crowd = new List<RawPeer>();
        for (int i = 0; i < 300; i++)
            crowd.Add(new RawPeer(listener));
        await using RecordingSender sender = RecordingSender.Start(WireFixture.SendingTo(listener) with { MessageBytes = 1 << 16 }, WireFixture.Info, TimeProvider.System);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        await SendAsync(sender, 0);
        await CheckGoesOnAsync(sender, listener, recording);
        Assert.True(listener.Refused >= 290);
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Session_ASecondConnection_TakesOver()
    {
        await using RecordingListener listener = RecordingListener.Start(WireFixture.Listening, TimeProvider.System);
        using var first = new RawPeer(listener);
        Greet(WireFixture.Hello)(first);
        Samples(0, 0, 5)(first);
        await first.ReadAsync();
        using var second = new RawPeer(listener);
        Greet(WireFixture.Hello)(second);
        Assert.NotNull(await second.ReadAsync());
        Assert.Equal(WireError.TakenOver, (await first.ReadErrorAsync())!.Code);
    }

    [Theory]
    [InlineData("0.0.0.0", null)]
    [InlineData("0.0.0.0", "short")]
    [InlineData("::", "")]
    public void Start_OffLoopbackWithoutAToken_IsRefused(string address, string? token)
    {
        var options = new ListenerOptions { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Parse(address), 0), Token = token };
        Assert.Contains("off loopback a token of at least 16", Assert.Throws<ArgumentException>(() => RecordingListener.Start(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    /// <summary>Messages with random damage: every one is either read or refused, and a buffer grows no further than allowed.</summary>
    [Fact]
    public void Fuzz_DamagedMessages_AreReadOrRefused()
    {
        RandomStream dice = new RandomStreams(2024).Stream("fuzz");
        byte[][] seeds =
        [
            WireFixture.BytesOf(Good.Write), WireFixture.BytesOf(new GapMessage(3, 5, 7).Write), WireFixture.BytesOf(new HeartbeatMessage(3, 5).Write),
            WireFixture.BytesOf(new EndMessage(3, 5, new Totals(1, 2, 3)).Write), WireFixture.BytesOf(new Ack(3, 5, new Totals(1, 2, 3)).Write),
            WireFixture.BytesOf(new Welcome(3, 5, 2.5).Write), WireFixture.BytesOf(new ResendFrom(3, 5).Write), WireFixture.BytesOf(new ErrorMessage(WireError.Busy, "no").Write),
            WireFixture.BytesOf(to => new SpikesMessage(3, 5).Write([new SpikeEvent(1, 70_000), new SpikeEvent(2, 3)], to)),
            WireFixture.BytesOf(to => new SamplesMessage { Sequence = 3, FirstFrame = 5, Frames = 2, Data = new byte[16] }.Write(to)),
            WireFixture.BytesOf(to => EstimatesMessage.Write(new(5, 0.5, true, [new(1, 0, "joint", "absent", 1, null, 2, 3)]), 0, to)),
        ];
        int read = 0, refused = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] bytes = (byte[])seeds[dice.NextAtMost((uint)seeds.Length - 1)].Clone();
            for (uint damage = dice.NextAtMost(3); damage > 0; damage--)
                bytes[dice.NextAtMost((uint)bytes.Length - 1)] = (byte)dice.NextAtMost(255);
            int length = dice.NextAtMost(9) == 0 ? (int)dice.NextAtMost((uint)bytes.Length) : bytes.Length;
            try
            {
                ReadAll(bytes.AsSpan(0, length));
                read++;
            }
            catch (WireException cause)
            {
                Assert.False(string.IsNullOrWhiteSpace(cause.Message));
                refused++;
            }
        }
        Assert.True(read > 1000 && refused > 1000);
    }

    private static void ReadAll(ReadOnlySpan<byte> bytes)
    {
        var frames = new FrameBuffer(1 << 16);
        bytes.CopyTo(frames.Free.Span);
        frames.Advance(bytes.Length);
        while (frames.TryRead(out ReadOnlyMemory<byte> body))
        {
            switch (MessageTypes.Of(body))
            {
                case MessageType.Hello: Hello.Read(body); break;
                case MessageType.Welcome: Welcome.Read(body); break;
                case MessageType.Ack: Ack.Read(body); break;
                case MessageType.ResendFrom: ResendFrom.Read(body); break;
                case MessageType.Estimates: EstimatesMessage.Read(body); break;
                case MessageType.Error: ErrorMessage.Read(body); break;
                case MessageType.End: EndMessage.Read(body); break;
                case MessageType.Gap: GapMessage.Read(body); break;
                case MessageType.Heartbeat: HeartbeatMessage.Read(body); break;
                case MessageType.Spikes: SpikesMessage.Read(body, 3, 1 << 20, new SpikeList()); break;
                case MessageType.Samples: SamplesMessage.Read(body); break;
            }
        }
        Assert.True(frames.Capacity <= 1 << 17);
    }

    private static async Task CheckGoesOnAsync(RecordingSender sender, RecordingListener listener, WireRecording recording)
    {
        for (int index = 1; index < 20; index++)
            await SendAsync(sender, index);
        Task<SenderOutcome> ending = sender.CompleteAsync(WireFixture.Cancellation);
        Received received = await WireFixture.ReadAllAsync(recording);
        await listener.CompleteAsync();
        SenderOutcome outcome = await ending;
        Assert.Equal(100, received.Frames.Count);
        Assert.Equal(60, received.Spikes.Count);
        Assert.Equal(0, outcome.Counters.Reconnects);
    }

    private static async Task SendAsync(RecordingSender sender, int index)
    {
        var batch = new RecordingBatch();
        WireFixture.Fill(batch, index);
        Assert.True(await sender.SendAsync(batch));
    }

    private static Action<RawPeer> Greet(Hello hello) => peer => peer.Send(hello.Write);

    private static Action<RawPeer> Samples(long sequence, long first, int frames) => peer => peer.Send(
        to => new SamplesMessage { Sequence = sequence, FirstFrame = first, Frames = frames, Data = new byte[8 * frames] }.Write(to));

    private static Action<RawPeer> Spikes(SpikeEvent spike, long watermark)
        => peer => peer.Send(to => new SpikesMessage(1, watermark).Write([spike], to));

    private static void SendHalf(RawPeer peer)
    {
        byte[] bytes = WireFixture.BytesOf(Good.Write);
        peer.Send(bytes.AsSpan(0, bytes.Length / 2));
        peer.EndWriting();
    }

    private static byte[] Framed(ReadOnlySpan<byte> body)
        => [(byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    private static byte[] DeeplyNested(int depth)
    {
        var bytes = new List<byte> { 0x81, 0xa1, (byte)'x' };
        for (int i = 0; i < depth; i++)
            bytes.Add(0x91);
        bytes.Add(1);
        return [.. bytes];
    }

    private static byte[] Noise(ulong seed, int count)
    {
        RandomStream dice = new RandomStreams(seed).Stream("noise");
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)(128 + dice.NextAtMost(127));
        return bytes;
    }
}
