using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VoltageToWiring.Benchmarks.Carriers;

/// <summary>What a script does with the same stream: parcels over loopback TCP to NumPy, which measures itself on the same monotonic clock.</summary>
internal static class PythonConsumer
{
    private const string Script = "tests/numpy_consumer.py";

    /// <summary>Measures it; null where there is no Python with NumPy.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="parcels">How many parcels.</param>
    /// <param name="isPaced">Whether they come on a schedule.</param>
    public static async Task<CarrierFigures?> MeasureAsync(string python, int parcels, bool isPaced)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using Process? consumer = Process.Start(new ProcessStartInfo(python, [Script, $"{port}", $"{Parcel.Channels}", $"{Parcel.Frames}", $"{parcels / 10}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Task<Socket> accepting = listener.AcceptSocketAsync();
        if (consumer is null || await Task.WhenAny(accepting, consumer.WaitForExitAsync()).ConfigureAwait(false) != accepting)
            return null;
        using (Socket socket = await accepting.ConfigureAwait(false))
        {
            socket.NoDelay = true;
            await Task.Run(() => Send(socket, new Load(parcels, isPaced, TimeProvider.System))).ConfigureAwait(false);
        }
        string told = await consumer.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await consumer.WaitForExitAsync().ConfigureAwait(false);
        JsonElement figures = JsonDocument.Parse(told).RootElement;
        double Of(string name) => figures.GetProperty(name).GetDouble();
        return new CarrierFigures("NumPy over TCP", Of("per_second"), Of("p50_us"), Of("p999_us"), double.NaN, 0);
    }

    // A header of eight bytes, when it was due in ns, then the samples.
    private static void Send(Socket socket, Load load)
    {
        Span<long> due = stackalloc long[1];
        while (load.Next() is { } parcel)
        {
            due[0] = (long)(parcel.DueTimestamp * (1e9 / TimeProvider.System.TimestampFrequency));
            SendAll(socket, MemoryMarshal.AsBytes(due));
            SendAll(socket, MemoryMarshal.AsBytes(parcel.Samples.AsSpan()));
            load.Pool.Return(parcel);
        }
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes)..];
    }
}
