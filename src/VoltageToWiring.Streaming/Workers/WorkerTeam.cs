using System.Runtime.ExceptionServices;

namespace VoltageToWiring.Streaming.Workers;

/// <summary>Work that falls into parts that do not touch each other.</summary>
public interface IPartitionedWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Index of the part.</param>
    /// <param name="worker">Index of the worker that does it, for scratch memory.</param>
    void DoPart(int part, int worker);
}

/// <summary>
/// A fixed set of threads that share out the parts of one piece of work after another. Which worker does which part never matters to a
/// result. Allocates nothing once it is made.
/// </summary>
public sealed class WorkerTeam : IDisposable
{
    // Waking a helper takes as long as this many additions in vectors, some fifty microseconds, and now and then a millisecond, when the machine
    // has other things to do.
    private const double OperationsOfWaking = 1e6;

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private IPartitionedWork? _work;
    private ExceptionDispatchInfo? _fault;
    private int _parts;
    private int _nextPart;
    private volatile bool _closed;

    /// <summary>A team; its threads wait until there is work.</summary>
    /// <param name="workers">Threads that work at once, the caller's own among them; at least 1.</param>
    public WorkerTeam(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        Workers = workers;
        _helpers = new Thread[workers - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            int worker = i + 1;
            _helpers[i] = new Thread(() => Help(worker)) { IsBackground = true, Name = $"worker {worker}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads that work at once.</summary>
    public int Workers { get; }

    /// <summary>Does all parts and returns when the last is done. One caller at a time.</summary>
    /// <param name="parts">Number of parts.</param>
    /// <param name="work">The work. If a part throws, the first exception comes out here after all workers have stopped.</param>
    /// <param name="operations">About how many additions it takes in all: little work is done by the caller alone.</param>
    public void Run(int parts, IPartitionedWork work, double operations = double.PositiveInfinity)
    {
        int helpers = operations < OperationsOfWaking ? 0 : Math.Min(_helpers.Length, parts - 1);
        _work = work;
        _parts = parts;
        _fault = null;
        Volatile.Write(ref _nextPart, 0);
        if (helpers > 0)
            _start.Release(helpers);
        DoParts(worker: 0);
        for (int i = 0; i < helpers; i++)
            _done.Wait();
        _work = null;
        _fault?.Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        if (_helpers.Length > 0)
            _start.Release(_helpers.Length);
        foreach (Thread helper in _helpers)
            helper.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Help(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_closed)
                return;
            DoParts(worker);
            _done.Release();
        }
    }

    private void DoParts(int worker)
    {
        try
        {
            int part;
            while ((part = Interlocked.Increment(ref _nextPart) - 1) < _parts)
                _work!.DoPart(part, worker);
        }
        catch (Exception cause)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(cause), null);
            Volatile.Write(ref _nextPart, _parts);
        }
    }
}
