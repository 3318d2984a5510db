using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.OpenEphys;

namespace VoltageToWiring.Tests.Wire;

/// <summary>What becomes of the messages of the ZMQ Interface of Open Ephys.</summary>
public class OpenEphysSessionTests
{
    private const int Channels = 3;
    private const int Samples = 4;

    private readonly List<string> _refused = [];
    private Received _received = new();
    private OpenEphysSession _session = null!;
    private RecordingInfo? _info;
    private long _number;

    [Fact]
    public void Session_FromTheFirstMessage_HasEveryFrame()
    {
        Begin();
        for (int block = 0; block < 5; block++)
            TakeBlock(block);
        _session.End();
        Assert.Equal((2, 0, new SampleClock(1000), "µV", "probe"), (_info!.Targets, _info.Sources, _info.FrameClock, _info.AmplitudeUnit, _info.Name));
        Assert.Equal(Enumerable.Range(0, 5 * Samples).Select(frame => (double)frame), _received.Frames.Select(frame => frame.First));
        Assert.All(_received.Frames, frame => Assert.Equal(frame.First + 1000, frame.Second));
        Assert.Equal(new OpenEphysCounters(new Totals(5 * Samples, 0, 0), 5 * Channels, 0, 0, 0, 0, 0, 0), _session.Counters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Session_FromTheMiddle_BeginsWithTheFirstBlockThatWasSeenWhole(int channel)
    {
        Begin();
        _number = 5000;
        for (int missed = 0; missed < channel; missed++)
            _number++;
        for (int own = channel; own < Channels; own++)
            Take(Data(++_number, own, 70));
        TakeBlock(71);
        TakeBlock(72);
        TakeBlock(73);
        _session.End();
        // Where the first message of a block was the first that came, nobody can say that none was before it.
        int first = channel == Channels ? 72 : 71;
        Assert.Equal((double)(first * Samples), _received.Frames[0].First);
        Assert.Equal(0, _received.Frames[0].Frame);
        Assert.Equal((74 - first) * Samples, _received.Frames.Count);
        Assert.Equal((0L, 0L), (_session.Counters.Lost, _session.Counters.Received.GapFrames));
    }

    [Fact]
    public void Session_LostBlock_IsAGapToTheFrame()
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        _number += 2 * Channels;
        TakeBlock(4);
        _session.End();
        Assert.Equal(new Totals(3 * Samples, 2 * Samples, 0), _session.Counters.Received);
        Assert.Equal((2L * Channels, 0L, 0L), (_session.Counters.Lost, _session.Counters.IncompleteFrames, _session.Counters.MissingSamples));
        Assert.Equal([.. Enumerable.Range(0, 8), .. Enumerable.Range(16, 4)], _received.Frames.Select(frame => (int)frame.Frame));
    }

    [Fact]
    public void Session_LostChannel_IsMissingSamplesOfItsFrames()
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        Take(Data(++_number, 0, 2));
        _number++;
        Take(Data(++_number, 2, 2));
        TakeBlock(3);
        _session.End();
        Assert.Equal(new OpenEphysCounters(new Totals(4 * Samples, 0, 0), 4 * Channels - 1, 1, 0, 0, Samples, Samples, 0), _session.Counters);
        Assert.All(_received.Frames[8..12], frame => Assert.True(double.IsNaN(frame.Second) && frame.First == frame.Frame));
        Assert.DoesNotContain(_received.Frames, frame => frame.Frame is < 8 or >= 12 && double.IsNaN(frame.Second));
    }

    [Fact]
    public void Session_SampleNumbersThatJump_AreAGapWithoutALostMessage()
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        TakeBlock(50);
        _session.End();
        Assert.Equal((48L * Samples, 0L), (_session.Counters.Received.GapFrames, _session.Counters.Lost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Session_AnyLossDuplicatesAndReordering_BooksAreThoseOfThePublisher(int seed)
    {
        Begin(new OpenEphysOptions());
        RandomStream dice = new RandomStreams((ulong)seed).Stream("drops");
        const int blocks = 400;
        TakeBlock(0);
        TakeBlock(1);
        int[] came = [.. Enumerable.Repeat(Channels, blocks)];
        byte[][]? held = null;
        long lost = 0, duplicates = 0;
        for (int block = 2; block < blocks; block++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                byte[][] message = Data(++_number, channel, block);
                bool last = block >= blocks - 2;
                bool dropped = !last && dice.NextDouble() < 0.3;
                lost += dropped ? 1 : 0;
                came[block] -= dropped ? 1 : 0;
                if (dropped)
                    continue;
                if (held is null && channel > 0 && !last && dice.NextDouble() < 0.1)
                {
                    held = message;
                    continue;
                }
                Take(message);
                if (dice.NextDouble() < 0.1)
                {
                    duplicates++;
                    Take(message);
                }
                if (held is not null)
                    Take(held);
                held = null;
            }
        }
        _session.End();
        long gaps = came.Count(channels => channels == 0) * Samples;
        long incomplete = came.Count(channels => channels is > 0 and < Channels) * Samples;
        long missing = came.Where(channels => channels > 0).Sum(channels => (Channels - channels) * Samples);
        OpenEphysCounters counters = _session.Counters;
        Assert.Equal((blocks * Samples - gaps, gaps), (counters.Received.Frames, counters.Received.GapFrames));
        Assert.Equal((lost, duplicates, incomplete, missing, 0L), (counters.Lost, counters.Duplicates, counters.IncompleteFrames, counters.MissingSamples, counters.Refused));
        Assert.True(lost > 100 && gaps > 0 && incomplete > 0 && counters.Late > 0);
    }

    [Fact]
    public void Session_Channels_AreTakenInTheOrderAskedFor()
    {
        Begin(new OpenEphysOptions { Channels = [2, 0] });
        TakeBlock(0);
        TakeBlock(1);
        _session.End();
        Assert.Equal(2, _info!.Targets);
        Assert.All(_received.Frames, frame => Assert.Equal((frame.Frame + 2000.0, (double)frame.Frame), (frame.First, frame.Second)));
    }

    [Fact]
    public void Session_ChannelsThatAreNotSent_AreRefusedInOneSentence()
    {
        Begin(new OpenEphysOptions { Channels = [0, 7] });
        for (int block = 0; block < 6; block++)
            TakeBlock(block);
        Assert.Equal(["Channel 7 is asked for; 'probe' has the channels 0, 1, 2."], _refused);
        Assert.False(_session.HasBegun);
    }

    [Fact]
    public void Session_ChannelTwiceInABlock_IsRefusedAndTheWaitGoesOn()
    {
        Begin(new OpenEphysOptions());
        foreach (int channel in (int[])[0, 1, 1])
            Take(Data(++_number, channel, 0));
        Take(Data(++_number, 0, 1));
        Assert.Equal(["Channel 1 came twice with the same samples; each comes once."], _refused);
        Assert.False(_session.HasBegun);
        for (int block = 2; block < 6; block++)
            TakeBlock(block);
        Assert.Equal(Channels, _info?.Targets);
    }

    [Fact]
    public void Session_SamplesBeyondTheLongestGap_EndTheRecordingInASentence()
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        TakeBlock(1_000_000);
        Assert.False(_session.HasEnded);
        TakeBlock(1_000_001);
        Assert.True(_session.HasEnded);
        Assert.Equal("Samples from 4000004 on came where 8 was due; a gap of 3600000 is allowed.", _session.Fault!.Message);
        Assert.Equal(new Totals(2 * Samples, 0, 0), _session.Counters.Received);
        Assert.Equal(2 * Samples, _received.Frames.Count);
        Assert.Single(_refused);
    }

    [Fact]
    public void Session_RecordingThatIsNotWanted_IsRefusedOnceAndTheNextIsAskedAgain()
    {
        int asked = 0;
        Begin(new OpenEphysOptions { WhyNot = info => asked++ < 2 ? "It is too slow." : null });
        for (int block = 0; block < 9; block++)
            TakeBlock(block);
        Assert.Equal(["It is too slow."], _refused);
        Assert.True(_session.HasBegun);
    }

    [Fact]
    public void Session_Spikes_AreSourcesOfTheirUnits()
    {
        Begin(new OpenEphysOptions { Units = [new OpenEphysUnit("Electrode 2", 1), new OpenEphysUnit("Electrode 1", null)], SpikeWait = TimeSpan.FromMilliseconds(Samples) });
        TakeBlock(0);
        TakeBlock(1);
        Take(Spike(++_number, "Electrode 1", 3, 9));
        Take(Spike(++_number, "Electrode 2", 1, 5));
        Take(Spike(++_number, "Electrode 2", 2, 6));
        Take(Spike(++_number, "Electrode 9", 1, 6));
        TakeBlock(2);
        TakeBlock(3);
        _session.End();
        Assert.Equal([new SpikeEvent(0, 5), new SpikeEvent(1, 9)], _received.Spikes);
        Assert.Equal((2L, 0L, 16L), (_session.Counters.Received.Spikes, _session.Counters.Lost, _received.Watermark));
        Assert.Equal(2, _info!.Sources);
    }

    [Fact]
    public void Session_AcquisitionStartedAnew_EndsTheRecording()
    {
        Begin();
        for (int block = 0; block < 30; block++)
            TakeBlock(block);
        _number = 0;
        TakeBlock(0);
        Assert.True(_session.HasEnded);
        Assert.Equal(new Totals(30 * Samples, 0, 0), _session.Counters.Received);
    }

    [Fact]
    public void Session_OtherStreamsAndEvents_AreCountedAndPassedOver()
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        Take([[.. "EVENT\0"u8], Json($$"""{"message_num":{{++_number}},"type":"event","content":{"stream":"probe","source_node":100,"type":3,"sample_num":9},"data_size":0,"timestamp":1}""")]);
        Take(Data(++_number, 0, 2, "other"));
        TakeBlock(2);
        _session.End();
        Assert.Equal(["The stream is called 'other'; 'probe' is taken here."], _refused);
        Assert.Equal((3L * Samples, 0L), (_session.Counters.Received.Frames, _session.Counters.Received.GapFrames));
    }

    [Theory]
    [InlineData("nothing", "no message of the ZMQ Interface")]
    [InlineData("envelope", "no message of the ZMQ Interface")]
    [InlineData("json", "A header is not JSON.")]
    [InlineData("array", "A header is not a JSON object.")]
    [InlineData("deep", "A header is not JSON.")]
    [InlineData("surrogate", "A header has a name that is no text.")]
    [InlineData("old", "message_no in place of message_num")]
    [InlineData("number", "no message_num that is a whole number")]
    [InlineData("content", "no content that is an object")]
    [InlineData("rate", "no sample_rate that is a number")]
    [InlineData("short", "samples came with 8 bytes")]
    [InlineData("samples", "no num_samples that is a whole number from 1")]
    [InlineData("far", "a gap of 3600000 is allowed")]
    [InlineData("overlap", "overlap those from")]
    [InlineData("length", "and others have 4")]
    public void Session_WhatIsNoMessage_IsRefusedAndHarmsNothing(string what, string why)
    {
        Begin();
        TakeBlock(0);
        TakeBlock(1);
        byte[][] good = Data(_number + 1, 0, 2);
        string header = Encoding.UTF8.GetString(good[1]);
        Take(Data(++_number, 0, 2));
        Take(what switch
        {
            "nothing" => null,
            "envelope" => [[1, 2], good[1], good[2]],
            "json" => [good[0], [.. "{]"u8], good[2]],
            "array" => [good[0], [.. "[1]"u8], good[2]],
            "deep" => [good[0], Json(string.Concat(Enumerable.Repeat("[", 10_000))), good[2]],
            "surrogate" => [good[0], Json(header.Replace("1700000000000}", "1,\"\\ud800abcdefgh\":1}", StringComparison.Ordinal)), good[2]],
            "old" => [good[0], Json("{\"message_no\":1}"), good[2]],
            "number" => [good[0], Json(header.Replace($"\"message_num\":{_number}", "\"message_num\":-4", StringComparison.Ordinal)), good[2]],
            "content" => [good[0], Json(header.Replace("content", "contents", StringComparison.Ordinal)), good[2]],
            "rate" => [good[0], Json(header.Replace("1000.0", "\"fast\"", StringComparison.Ordinal)), good[2]],
            "short" => [good[0], good[1], new byte[8]],
            "samples" => [good[0], Json(header.Replace("\"num_samples\":4", "\"num_samples\":0", StringComparison.Ordinal)), []],
            "far" => Data(_number + 1, 1, 1_000_000),
            "overlap" => DataAt(_number + 1, 1, 2 * Samples + 2, Samples),
            _ => DataAt(_number + 1, 1, 2 * Samples, 2),
        });
        Assert.Contains(why, Assert.Single(_refused), StringComparison.Ordinal);
        Take(Data(what is "far" or "overlap" or "length" ? _number += 2 : ++_number, 1, 2));
        Take(Data(++_number, 2, 2));
        TakeBlock(3);
        _session.End();
        Assert.Equal(new Totals(4 * Samples, 0, 0), _session.Counters.Received);
        Assert.Equal((0L, 1L), (_session.Counters.MissingSamples, _session.Counters.Refused));
    }

    [Fact]
    public void Fuzz_DamagedMessages_NeverThrow()
    {
        RandomStream dice = new RandomStreams(11).Stream("damage");
        for (int round = 0; round < 40; round++)
        {
            Begin();
            for (int block = 0; block < 40; block++)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    byte[][] message = Data(++_number, channel, block);
                    if (dice.NextDouble() < 0.3)
                    {
                        byte[] part = message[(int)(3 * dice.NextDouble())];
                        part[(int)(part.Length * dice.NextDouble())] = (byte)(256 * dice.NextDouble());
                    }
                    Take(message);
                }
            }
            _session.End();
            OpenEphysCounters counters = _session.Counters;
            Assert.True(counters.Received.Frames >= 0 && counters.Lost >= 0 && counters.MissingSamples >= 0);
        }
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[][] Data(long number, int channel, long block, string stream = "probe") => DataAt(number, channel, block * Samples, Samples, stream);

    private static byte[][] DataAt(long number, int channel, long sample, int samples, string stream = "probe")
    {
        float[] values = [.. Enumerable.Range(0, samples).Select(i => (float)(sample + i + 1000 * channel))];
        string header = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"message_num":{{number}},"type":"data","content":{"stream":"{{stream}}","channel_num":{{channel}},"num_samples":{{samples}},"sample_num":{{sample}},"sample_rate":1000.0},"data_size":{{4 * samples}},"timestamp":1700000000000}""");
        return [[.. "DATA\0"u8], Json(header), MemoryMarshal.AsBytes<float>(values).ToArray()];
    }

    private static byte[][] Spike(long number, string electrode, int id, long sample)
        => [[.. "EVENT\0"u8], Json($$"""{"message_num":{{number}},"type":"spike","spike":{"stream":"probe","source_node":101,"electrode":"{{electrode}}","sample_num":{{sample}},"num_channels":1,"num_samples":40,"sorted_id":{{id}},"threshold":[-50.0]},"timestamp":1}"""), new byte[160]];

    private void Begin(OpenEphysOptions? options = null)
    {
        (_number, _info, _received) = (0, null, new Received());
        _refused.Clear();
        _session = new OpenEphysSession(
            (options ?? new OpenEphysOptions { Channels = [0, 1] }) with { OnRefused = _refused.Add },
            info => _info = info,
            batch =>
            {
                _received.Take(batch);
                batch.Return();
            });
    }

    private void Take(byte[][]? parts) => _session.Take(parts);

    private void TakeBlock(long block)
    {
        for (int channel = 0; channel < Channels; channel++)
            Take(Data(++_number, channel, block));
    }
}
