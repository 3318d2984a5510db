using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Tests.Wire;

/// <summary>Estimates for whoever subscribes.</summary>
public class ReportPublisherTests
{
    [Theory]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.MessagePack)]
    public async Task Publish_Reports_ComeInTheirOrderAndTheLastAlways(ReportFormat format)
    {
        using IDisposable context = ZeroMqContext.Hold();
        await using ReportPublisher publisher = ReportPublisher.Start(new IPEndPoint(IPAddress.Loopback, 0), format, TimeProvider.System);
        using var subscriber = new SubscriberSocket();
        subscriber.Connect($"tcp://{publisher.EndPoint}");
        subscriber.Subscribe("estimates");
        // Whoever subscribes misses what went out before he was known.
        long frame = 0;
        byte[]? body;
        do
            publisher.Reports.OnNext(Report(++frame, final: false));
        while (!TryReceive(subscriber, TimeSpan.FromMilliseconds(1), out body));
        publisher.Reports.OnNext(Report(1_000_000, final: true));
        publisher.Reports.OnCompleted();
        var frames = new List<long>();
        (long Frame, bool Final, string First) last;
        do
        {
            last = format == ReportFormat.Json ? FromJson(body!) : FromMessage(body!);
            frames.Add(last.Frame);
        }
        while (!last.Final && TryReceive(subscriber, TimeSpan.FromSeconds(20), out body));
        Assert.Equal((1_000_000, true, "1 0 joint excitatory 3.5 0.25 - -"), last);
        Assert.Equal(frames.Order().Distinct(), frames);
    }

    [Theory]
    [InlineData("mV", "type frame time_s final part parts amplitude_unit connections")]
    [InlineData(null, "type frame time_s final part parts connections")]
    public void Write_Json_HasTheFieldsOfTheMessage(string? unit, string fields)
    {
        JsonObject json = JsonNode.Parse(EstimatesJson.Write(Report(5, final: true) with { AmplitudeUnit = unit }, 0))!.AsObject();
        Assert.Equal(fields, string.Join(' ', json.Select(field => field.Key)));
        Assert.Equal(unit, (string?)json["amplitude_unit"]);
    }

    [Fact]
    public async Task Start_WhileAnotherEnds_NeitherWaitsForTheOther()
    {
        static async Task StartAndEndAsync()
        {
            for (int i = 0; i < 50; i++)
                await ReportPublisher.Start(new IPEndPoint(IPAddress.Loopback, 0), ReportFormat.Json, TimeProvider.System).DisposeAsync();
        }
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await Task.WhenAll(Task.Run(StartAndEndAsync, cancellation), Task.Run(StartAndEndAsync, cancellation)).WaitAsync(TimeSpan.FromSeconds(120), cancellation);
    }

    [Fact]
    public void Write_ManyPairs_TakesParts()
    {
        var estimate = new WireEstimate(1, 2, "joint", "undecided", null, null, null, null);
        byte[] second = EstimatesJson.Write(new WireReport(5, 0.005, true, [.. Enumerable.Repeat(estimate, 10_001)]), 1);
        JsonNode json = JsonNode.Parse(second)!;
        Assert.Equal((1, 2, 1), ((int)json["part"]!, (int)json["parts"]!, json["connections"]!.AsArray().Count));
    }

    [Fact]
    public async Task Publish_NobodySubscribes_EndsAtOnce()
    {
        await using ReportPublisher publisher = ReportPublisher.Start(new IPEndPoint(IPAddress.Loopback, 0), ReportFormat.Json, TimeProvider.System);
        for (int frame = 0; frame < 1000; frame++)
            publisher.Reports.OnNext(Report(frame, final: frame == 999));
        publisher.Reports.OnCompleted();
        await publisher.DisposeAsync();
        Assert.Throws<WireException>(() => ReportPublisher.Start(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5803), ReportFormat.Json, TimeProvider.System));
    }

    private static WireReport Report(long frame, bool final)
        => new(frame, frame / 1000.0, final, [new WireEstimate(1, 0, "joint", "excitatory", 3.5, 0.25, null, double.PositiveInfinity)]);

    private static bool TryReceive(SubscriberSocket from, TimeSpan patience, out byte[]? body)
    {
        body = null;
        if (!from.TryReceiveFrameString(patience, out string? topic, out bool more))
            return false;
        Assert.Equal(("estimates", true), (topic, more));
        body = from.ReceiveFrameBytes();
        return true;
    }

    private static (long, bool, string) FromJson(byte[] body)
    {
        JsonNode report = JsonNode.Parse(Encoding.UTF8.GetString(body))!;
        Assert.Equal("estimates", (string)report["type"]!);
        return ((long)report["frame"]!, (bool)report["final"]!, string.Join(' ', report["connections"]![0]!.AsArray().Select(value => value?.ToJsonString().Trim('"') ?? "-")));
    }

    private static (long, bool, string) FromMessage(byte[] body)
    {
        WireReport report = EstimatesMessage.Read(body).Report;
        WireEstimate first = report.Connections[0];
        return (report.Frame, report.IsFinal, FormattableString.Invariant($"{first.Source} {first.Target} {first.Score} {first.State} {first.Log10Evidence} {first.Amplitude} {Text(first.Low)} {Text(first.High)}"));
    }

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
