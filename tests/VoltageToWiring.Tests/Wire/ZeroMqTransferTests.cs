using System.Collections;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Sending;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Tests.Wire;

/// <summary>Over ZeroMQ, and what is its own there.</summary>
public class ZeroMqTransferTests() : TransferTests(Transport.ZeroMq)
{
    private static ListenerOptions Options => WireFixture.Listening with { Transport = Transport.ZeroMq };

    [Fact]
    public async Task Push_WithoutReadingAnswers_ArrivesWholeAndWaitsForInference()
    {
        await using RecordingListener listener = RecordingListener.Start(Options with { Limits = new WireLimits { WaitingMessages = 4 } }, TimeProvider.System);
        using var pushing = new Pushing(listener);
        pushing.Push("blind", WireFixture.Hello.Write);
        const int messages = 2000;
        Task sending = Task.Run(() => pushing.PushSamples("blind", messages), WireFixture.Cancellation);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        // Nothing is taken, so nothing more is pulled: four messages wait, and whoever pushes waits before long.
        while (recording.Counters.WaitingMessages < 4)
            await Task.Yield();
        Assert.Equal(4, recording.Counters.Messages);
        Received received = await WireFixture.ReadAllAsync(recording);
        await sending;
        Assert.Equal(messages, received.Frames.Count);
        Assert.Equal(Enumerable.Range(0, messages).Select(frame => (double)frame), received.Frames.Select(frame => frame.First));
    }

    [Fact]
    public async Task Answers_GoToWhoeverSaysTheName()
    {
        await using RecordingListener listener = RecordingListener.Start(Options, TimeProvider.System);
        using var pushing = new Pushing(listener);
        using DealerSocket other = pushing.Answers("other");
        using DealerSocket own = pushing.Answers("own");
        pushing.Push("own", WireFixture.Hello.Write);
        Assert.Equal(MessageType.Welcome, MessageTypes.Of(Received(own)));
        pushing.Push("other", WireFixture.Hello.Write);
        // The same session from another connection takes over; the first one is told.
        Assert.Equal(MessageType.Welcome, MessageTypes.Of(Received(other)));
        Assert.Equal(WireError.TakenOver, ErrorMessage.Read(Received(own)).Code);
    }

    [Theory]
    [InlineData("token", "The token is wrong")]
    [InlineData("noise", "begins with")]
    [InlineData("no hello", "The first message is of type 'Heartbeat'; a hello is allowed first")]
    [InlineData("targets", "1000000 targets")]
    public async Task Stranger_IsToldWhyAndTheRecordingGoesOn(string who, string why)
    {
        await using RecordingListener listener = RecordingListener.Start(Options with { Token = "0123456789abcdef" }, TimeProvider.System);
        Hello hello = WireFixture.Hello with { Token = "0123456789abcdef" };
        using var pushing = new Pushing(listener);
        pushing.Push("sender", hello.Write);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        using DealerSocket answers = pushing.Answers("stranger");
        switch (who)
        {
            case "token": pushing.Push("stranger", (hello with { Token = "wrong" }).Write); break;
            case "noise": pushing.Push("stranger", [1, 2, 3]); break;
            case "no hello": pushing.Push("stranger", new HeartbeatMessage(0, 1).Write); break;
            default: pushing.Push("stranger", (hello with { Targets = 1_000_000, Session = "s-2" }).Write); break;
        }
        Assert.Contains(why, ErrorMessage.Read(Received(answers)).Message, StringComparison.Ordinal);
        pushing.PushSamples("sender", 10);
        Assert.Equal(10, (await WireFixture.ReadAllAsync(recording)).Frames.Count);
        // A connection that is sent away has a second to hear why.
        while (listener.Refused == 0)
            await Task.Yield();
        Assert.Equal(1, listener.Refused);
    }

    [Fact]
    public async Task Hostile_FramesAndBytes_DoNoHarm()
    {
        var said = new List<string>();
        await using RecordingListener listener = RecordingListener.Start(Options with { OnRefused = said.Add }, TimeProvider.System);
        using var pushing = new Pushing(listener);
        pushing.Push("sender", WireFixture.Hello.Write);
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        for (int i = 0; i < 100; i++)
        {
            pushing.PushFrames([[1, 2, 3], [4]]);
            pushing.PushFrames([[65]]);
            pushing.PushFrames([[65], [66], [67]]);
            pushing.PushFrames([new byte[1000], [66]]);
            pushing.Push($"stranger-{i}", [(byte)i]);
        }
        RandomStream dice = new RandomStreams(3).Stream("noise");
        foreach (int port in (int[])[listener.EndPoint.Port, listener.EndPoint.Port + 1])
            await NoiseAsync(port, dice);
        pushing.PushSamples("sender", 500);
        Received received = await WireFixture.ReadAllAsync(recording);
        Assert.Equal(500, received.Frames.Count);
        Assert.Single(said, sentence => sentence.Contains("no message in two frames", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_FasterThanASenderTakesThem_WaitAndNoneIsLost()
    {
        using IDisposable context = ZeroMqContext.Hold();
        using var messages = new PullSocket();
        using var answers = new RouterSocket();
        IPEndPoint at = ZeroMqPorts.BindPair(messages, answers, new IPEndPoint(IPAddress.Loopback, 0), 50);
        const int reports = 600;
        using var open = new ManualResetEventSlim();
        var came = new List<long>();
        var all = new TaskCompletionSource();
        SenderOptions options = WireFixture.SendingTo(at) with { Transport = Transport.ZeroMq, OnReport = Take };
        await using RecordingSender sender = RecordingSender.Start(options, WireFixture.Info, TimeProvider.System);
        Assert.True(answers.TryReceiveFrameBytes(TimeSpan.FromSeconds(20), out byte[]? route));
        answers.SkipFrame();
        Send(new Welcome(0, 64, 5).Write);
        for (int frame = 0; frame < reports; frame++)
            Send(to => EstimatesMessage.Write(Report(frame), 0, to));
        open.Set();
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60), WireFixture.Cancellation);
        Assert.Equal(Enumerable.Range(0, reports).Select(frame => (long)frame), came);

        void Send(Action<FrameBuilder> write) => Assert.True(answers.TrySendMultipartBytes(TimeSpan.FromSeconds(20), route!, WireFixture.BytesOf(write)[4..]));

        void Take(EstimatesMessage message)
        {
            open.Wait(WireFixture.Cancellation);
            came.Add(message.Report.Frame);
            if (message.Report.Frame == reports - 1)
                all.SetResult();
        }
    }

    [Fact]
    public async Task Reports_ToAPeerThatReadsLate_AreFewAndTheLastIsThere()
    {
        await using RecordingListener listener = RecordingListener.Start(Options, TimeProvider.System);
        using var pushing = new Pushing(listener);
        using DealerSocket own = pushing.Answers("own", 4);
        pushing.Push("own", WireFixture.Hello.Write);
        Assert.Equal(MessageType.Welcome, MessageTypes.Of(Received(own)));
        WireRecording recording = await listener.WaitForSenderAsync(WireFixture.Cancellation);
        const int reports = 2000;
        var estimates = new CountedEstimates(1000);
        int turns = 0;
        for (int frame = 0; frame < reports; frame++)
        {
            recording.Reports.OnNext(Report(frame) with { Connections = estimates });
            // Each is written, until its writer waits.
            while (estimates.Written <= frame && turns++ < 1_000_000)
                await Task.Yield();
            turns = estimates.Written > frame ? 0 : turns;
        }
        recording.Reports.OnNext(Report(reports));
        var came = new List<long>();
        do
        {
            byte[] body = Received(own);
            if (MessageTypes.Of(body) == MessageType.Estimates)
                came.Add(EstimatesMessage.Read(body).Report.Frame);
        }
        while (came is not [.., reports]);
        Assert.Equal(came.Order().Distinct(), came);
        // Those in the queue, and what fits into the buffers of TCP.
        Assert.True(came.Count < 1000, $"{came.Count} reports waited.");
    }

    [Fact]
    public async Task Write_WhatHasNotLeft_IsWaitedFor()
    {
        var leaving = new ConcurrentQueue<Action>();
        using var socket = new ZeroMqSocket((_, left) => leaving.Enqueue(left), _ => { }, () => { }, TimeProvider.System);
        byte[] message = WireFixture.BytesOf(new HeartbeatMessage(0, 1).Write);
        const int messages = 100;
        Task writing = socket.WriteAsync(Enumerable.Repeat(message, messages).SelectMany(bytes => bytes).ToArray()).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.InRange(leaving.Count, 1, messages / 2);
        for (int left = 0; left < messages; left++)
        {
            Action? gone;
            while (!leaving.TryDequeue(out gone))
                await Task.Yield();
            gone();
        }
        await writing.WaitAsync(TimeSpan.FromSeconds(60), WireFixture.Cancellation);
    }

    [Fact]
    public void Peer_WithoutRoom_KeepsAnswersInTheirOrder()
    {
        var peer = new ZeroMqPeer();
        var sent = new List<byte>();
        int room = 3, left = 0;
        bool Send(byte[] route, byte[] answer)
        {
            if (sent.Count == room)
                return false;
            sent.Add(answer[0]);
            return true;
        }
        peer.Answer([0], () => left++, Send);
        Assert.Equal((1, 0, false), (left, sent.Count, peer.IsBehind));
        peer.Listens([7], Send);
        for (byte answer = 1; answer < 6; answer++)
            peer.Answer([answer], () => left++, Send);
        Assert.Equal((3, true), (left, peer.IsBehind));
        room = 5;
        peer.SendWaiting(Send);
        Assert.Equal((5, true), (left, peer.IsBehind));
        room = 6;
        peer.SendWaiting(Send);
        Assert.Equal((6, false), (left, peer.IsBehind));
        Assert.Equal([0, 1, 2, 3, 4, 5], sent);
    }

    [Fact]
    public void Start_PortWithoutANext_IsOneSentence()
    {
        WireException problem = Assert.Throws<WireException>(() => RecordingListener.Start(Options with { EndPoint = new IPEndPoint(IPAddress.Loopback, 65535) }, TimeProvider.System));
        Assert.Equal("Cannot listen on 127.0.0.1:65535: the port after it is needed, too; allowed is up to 65534.", problem.Message);
    }

    [Fact]
    public async Task Start_PortThatIsTaken_IsOneSentence()
    {
        await using RecordingListener listener = RecordingListener.Start(Options, TimeProvider.System);
        WireException problem = Assert.Throws<WireException>(() => RecordingListener.Start(Options with { EndPoint = listener.EndPoint }, TimeProvider.System));
        Assert.StartsWith($"Cannot listen on {listener.EndPoint}", problem.Message, StringComparison.Ordinal);
    }

    private static async Task NoiseAsync(int port, RandomStream dice)
    {
        // What ZeroMQ says first, and then anything; and anything from the start.
        byte[] greeting = [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, (byte)'N', (byte)'U', (byte)'L', (byte)'L'];
        for (int i = 0; i < 60; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync(IPAddress.Loopback, port, WireFixture.Cancellation);
            byte[] noise = [.. Enumerable.Range(0, 300).Select(_ => (byte)(256 * dice.NextDouble()))];
            byte[] bytes = (i % 3) switch { 0 => noise, 1 => [.. greeting, .. new byte[48], .. noise], _ => [.. greeting, .. new byte[48], 2, 255, 255, 255, 255, 255, 255, 255, 255, .. noise] };
            try
            {
                await stranger.GetStream().WriteAsync(bytes, WireFixture.Cancellation);
            }
            catch (IOException)
            {
                // It had enough.
            }
        }
    }

    private static WireReport Report(long frame) => new(frame, frame / 1000.0, false, [new WireEstimate(1, 0, "joint", "excitatory", 3.5, 0.25, null, null)]);

    private static byte[] Received(DealerSocket socket)
    {
        Assert.True(socket.TryReceiveFrameBytes(TimeSpan.FromSeconds(20), out byte[]? body));
        return body!;
    }

    /// <summary>The connections of a report, which know how often they were written.</summary>
    private sealed class CountedEstimates(int count) : IReadOnlyList<WireEstimate>
    {
        private int _written;

        public int Written => Volatile.Read(ref _written);

        public int Count => count;

        public WireEstimate this[int index]
        {
            get
            {
                if (index == count - 1)
                    Interlocked.Increment(ref _written);
                return new WireEstimate(index, 0, "joint", "excitatory", 3.5, 0.25, null, null);
            }
        }

        public IEnumerator<WireEstimate> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A peer that pushes whatever it likes.</summary>
    private sealed class Pushing : IDisposable
    {
        private readonly IDisposable _context = ZeroMqContext.Hold();
        private readonly List<DealerSocket> _answers = [];
        private readonly PushSocket _socket = new();
        private readonly IPEndPoint _to;

        public Pushing(RecordingListener listener)
        {
            _to = listener.EndPoint;
            _socket.Options.SendHighWatermark = 4;
            _socket.Connect($"tcp://{_to}");
        }

        public DealerSocket Answers(string name, int highWatermark = 1000)
        {
            var socket = new DealerSocket();
            socket.Options.ReceiveHighWatermark = highWatermark;
            _answers.Add(socket);
            socket.Connect($"tcp://{_to.Address}:{_to.Port + 1}");
            socket.SendFrame(name);
            return socket;
        }

        public void Push(string name, Action<FrameBuilder> write) => Push(name, WireFixture.BytesOf(write)[4..]);

        public void Push(string name, byte[] body) => PushFrames([System.Text.Encoding.ASCII.GetBytes(name), body]);

        public void PushFrames(byte[][] frames) => Assert.True(_socket.TrySendMultipartBytes(TimeSpan.FromSeconds(20), frames));

        public void PushSamples(string name, int messages)
        {
            byte[] data = new byte[8];
            for (int frame = 0; frame < messages; frame++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(data, frame);
                Push(name, to => new SpikesMessage(2 * frame, frame + 1).Write([], to));
                Push(name, to => new SamplesMessage { Sequence = 2 * frame + 1, FirstFrame = frame, Frames = 1, Data = data }.Write(to));
            }
            Push(name, to => new EndMessage(2 * messages, messages, new Totals(messages, 0, 0)).Write(to));
        }

        public void Dispose()
        {
            foreach (DealerSocket socket in _answers)
                socket.Dispose();
            _socket.Dispose();
            _context.Dispose();
        }
    }
}
