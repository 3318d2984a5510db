using System.Globalization;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What an experiment would do: what varies, how many cells there are, and what they take.</summary>
internal static class ExperimentText
{
    /// <summary>Writes it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="to">Where to.</param>
    public static void Write(Experiment experiment, TextWriter to)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{experiment.Name}: {SweepWords.Count(experiment.Cells.Count)} of {experiment.PipelineName}");
        text.WriteLine();
        for (int key = 0; key < experiment.Keys.Count; key++)
            text.WriteLine($"  {experiment.Keys[key]}: {SweepWords.Values(experiment.Values[key])}");
        if (experiment.Keys.Count == 0)
            text.WriteLine("  nothing varies");
        text.WriteLine();
        text.WriteLine($"  {experiment.Cells.Sum(cell => cell.Seconds),10:0.##}  s of recording");
        text.WriteLine($"  {experiment.Cells.Sum(cell => cell.Needs.NeuronSteps),10:0.##E+0}  Euler steps");
        text.WriteLine($"  {experiment.Cells.Sum(cell => cell.Needs.SampleAdds),10:0.##E+0}  samples added into averages, real and surrogate");
        text.WriteLine($"  {experiment.Cells.Sum(cell => cell.Needs.ScoreLookups),10:0.##E+0}  score values looked up at spikes, real and surrogate");
        text.WriteLine($"  {ByteCount.Text(experiment.Cells.Max(cell => cell.Needs.PeakBytes)),10}  of memory for the largest cell");
        to.Write(text.ToString());
    }

    /// <summary>Writes every cell, and whether it is finished.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="isFinished">Whether a cell is.</param>
    /// <param name="to">Where to.</param>
    public static void WriteCells(Experiment experiment, Func<ExperimentCell, bool> isFinished, TextWriter to)
    {
        foreach (ExperimentCell cell in experiment.Cells)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell.Number,6}  {(isFinished(cell) ? "finished" : "to do   ")}  {cell.Description}").TrimEnd());
    }
}
