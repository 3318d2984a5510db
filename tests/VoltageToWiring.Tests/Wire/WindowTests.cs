using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Windows;

namespace VoltageToWiring.Tests.Wire;

public class WindowTests
{
    private enum Fate
    {
        Arrive,
        Drop,
        Duplicate,
        Later,
        Disconnect,
        LoseAnswer,
        Take,
    }

    /// <summary>Whatever a network does to messages and answers, what comes out is what went in, once, in order.</summary>
    [Fact]
    public void Windows_AnyInterleavingOfFaults_DeliverTheStreamOnceInOrder()
        => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 9], Gen.Enum<Fate>().Array[0, 300]).Sample((messages, capacity, fates) =>
        {
            var exchange = new Exchange(messages, capacity);
            foreach (Fate fate in fates)
                exchange.Step(fate);
            // From now on the network behaves; everything has to come through in a bounded number of steps.
            for (int i = 0; i < 20 * messages + 100 && !exchange.IsOver; i++)
                exchange.StepInPeace();
            Assert.Equal(Enumerable.Range(0, messages).Select(i => (long)i), exchange.Delivered);
            Assert.True(exchange.MostWaiting <= capacity);
        }, iter: 3000);

    private sealed class Exchange
    {
        private readonly int _messages;
        private readonly int _capacity;
        private readonly SendWindow<string> _sender;
        private readonly ReceiveWindow<string> _receiver;
        private readonly List<(long Sequence, string Message)> _underWay = [];
        private int _waiting;

        public Exchange(int messages, int capacity)
        {
            _messages = messages;
            _capacity = capacity;
            _sender = new SendWindow<string>(capacity + 3);
            _receiver = new ReceiveWindow<string>(capacity);
            _sender.Connect(0, _receiver.Credit);
        }

        public List<long> Delivered { get; } = [];

        public int MostWaiting { get; private set; }

        public bool IsOver => Delivered.Count == _messages && _sender.IsEmpty && _sender.Next == _messages;

        public void StepInPeace()
        {
            Step(Fate.Arrive);
            Step(Fate.Take);
            _receiver.AskAgain();
            Ask();
            if (_underWay.Count == 0)
                _sender.ResendOldest();
        }

        public void Step(Fate fate)
        {
            while (_sender.Next < _messages && _sender.HasRoom)
                _sender.Add($"m{_sender.Next}");
            if (fate == Fate.Disconnect)
            {
                _underWay.Clear();
                _receiver.AskAgain();
                _sender.Connect(_receiver.Next, _receiver.Credit);
            }
            if (fate == Fate.Take && _waiting > 0)
            {
                _waiting--;
                _receiver.Taken();
                Answer();
            }
            if (_sender.TryTakeNext(out long sequence, out string message))
                Send(fate, sequence, message);
            if (fate != Fate.Later)
                Arrive(answered: fate != Fate.LoseAnswer);
        }

        private void Send(Fate fate, long sequence, string message)
        {
            int times = fate switch { Fate.Drop => 0, Fate.Duplicate => 2, _ => 1 };
            for (int i = 0; i < times; i++)
                _underWay.Insert(fate == Fate.Later ? 0 : _underWay.Count, (sequence, message));
        }

        private void Arrive(bool answered)
        {
            if (_underWay.Count == 0)
                return;
            (long sequence, string message) = _underWay[^1];
            _underWay.RemoveAt(_underWay.Count - 1);
            _receiver.Offer(sequence, message);
            while (_receiver.TryPeek(out string due))
            {
                Assert.Equal($"m{_receiver.Next}", due);
                Delivered.Add(_receiver.Next);
                _receiver.Accept(waits: true);
                _waiting++;
            }
            MostWaiting = Math.Max(MostWaiting, _waiting);
            Assert.True(_receiver.Credit >= 0 && _receiver.Credit <= _capacity);
            if (!answered)
                return;
            Answer();
            Ask();
        }

        private void Answer() => _sender.Acknowledge(_receiver.Next, _receiver.Credit);

        private void Ask()
        {
            if (_receiver.TryAsk(out ResendFrom missing))
                _sender.ResendFrom(missing.NextSequence, missing.BeforeSequence);
        }
    }

    [Fact]
    public void Offer_BeyondTheCredit_IsRefused()
    {
        var window = new ReceiveWindow<string>(3);
        Assert.Contains("up to message 2 only", Assert.Throws<WireException>(() => window.Offer(3, "m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryAsk_AHole_IsAskedForOnceUntilTimeHasPassed()
    {
        var window = new ReceiveWindow<string>(8);
        window.Offer(2, "m2");
        window.Offer(5, "m5");
        Assert.True(window.TryAsk(out ResendFrom missing));
        Assert.Equal(new ResendFrom(0, 2), missing);
        Assert.False(window.TryAsk(out _));
        window.AskAgain();
        Assert.True(window.TryAsk(out _));
    }

    [Fact]
    public void Acknowledge_MoreThanExists_IsRefused()
    {
        var window = new SendWindow<string>(3);
        window.Connect(0, 3);
        window.Add("m0");
        Assert.Contains("only 1 exist", Assert.Throws<WireException>(() => window.Acknowledge(2, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_ToAReceiverThatWantsWhatIsGone_IsRefused()
    {
        var window = new SendWindow<string>(3);
        window.Connect(0, 3);
        window.Add("m0");
        window.Acknowledge(1, 3);
        Assert.Equal(WireError.Session, Assert.Throws<WireException>(() => window.Connect(0, 3)).Code);
    }

    [Fact]
    public void HasRoom_WhateverCreditIsGiven_IsBoundedByTheMostKept()
    {
        var window = new SendWindow<string>(4);
        window.Connect(0, long.MaxValue / 2);
        int added = 0;
        for (; window.HasRoom; added++)
            window.Add("m");
        Assert.Equal(4, added);
    }

    [Fact]
    public void AckPolicy_ASenderThatMayBeWaiting_IsAnsweredAtOnce()
    {
        var policy = new AckPolicy(8);
        Assert.False(policy.IsDue(1, 7));
        Assert.True(policy.IsDue(2, 6));
        policy.Sent(8, 0);
        Assert.False(policy.IsDue(8, 0));
        Assert.True(policy.IsDue(8, 1));
    }
}
