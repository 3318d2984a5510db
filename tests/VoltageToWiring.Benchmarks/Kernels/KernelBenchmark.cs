using BenchmarkDotNet.Attributes;

namespace VoltageToWiring.Benchmarks.Kernels;

/// <summary>A kernel in its plain form and in the form that is used, on the same input.</summary>
public abstract class KernelBenchmark
{
    /// <summary>What one call works on, in the kernel's own unit.</summary>
    public abstract double Work { get; }

    /// <summary>The kernel's own unit of work.</summary>
    public abstract string Unit { get; }

    /// <summary>Below this many times the plain form's speed something has gone wrong.</summary>
    public abstract double LeastSpeedup { get; }

    /// <summary>What bounds it on this machine, in units of work for each second; null where no simple bound is known.</summary>
    public virtual Func<Machine, double>? Roofline => null;

    [GlobalSetup]
    public void Begin() => SetUp();

    [Benchmark(Baseline = true)]
    public void PlainForm() => Plain();

    [Benchmark]
    public void FastForm() => Fast();

    /// <summary>Makes the input.</summary>
    public virtual void SetUp()
    {
    }

    /// <summary>The plain form.</summary>
    public abstract void Plain();

    /// <summary>The form that is used.</summary>
    public abstract void Fast();
}
