using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// A factorization on all workers, in place: panel after panel; then the lower triangle, which nobody needs any more, becomes the transpose of
/// the upper one, so that both can be read row by row.
/// </summary>
/// <param name="order">Rows and columns.</param>
/// <param name="matrix">The matrix.</param>
internal sealed class CholeskyWork(int order, ArraySegment<double> matrix) : IPartitionedWork
{
    // A part fetches the whole panel, which from some thousands of rows on is more than a cache holds: then few, large parts.
    private const int RowsOfPart = 16;
    private const int RowsOfLargePart = 64;
    private const int LargeOrder = 4096;

    private readonly int _rows = order < LargeOrder ? RowsOfPart : RowsOfLargePart;
    private int _panel;
    private bool _turns;

    /// <summary>Factorizes what the matrix holds now.</summary>
    /// <returns>False where it is not positive definite: then nothing of it is left.</returns>
    public bool Run(WorkerTeam team)
    {
        _turns = false;
        for (_panel = 0; _panel < order; _panel += BlockedCholesky.PanelRows)
        {
            if (!BlockedCholesky.FactorizePanel(matrix, order, _panel))
                return false;
            int below = order - _panel - BlockedCholesky.PanelRows;
            if (below > 0)
                team.Run((below + _rows - 1) / _rows, this);
        }
        _turns = true;
        team.Run((order + _rows - 1) / _rows, this);
        return true;
    }

    /// <inheritdoc/>
    public void DoPart(int part, int worker)
    {
        int from = (_turns ? 0 : _panel + BlockedCholesky.PanelRows) + part * _rows, to = Math.Min(order, from + _rows);
        if (_turns)
            Turn(from, to);
        else
            BlockedCholesky.Subtract(matrix, order, _panel, from, to);
    }

    private void Turn(int from, int to)
    {
        Span<double> a = matrix;
        for (int i = 0; i < to; i++)
        {
            for (int j = Math.Max(from, i + 1); j < to; j++)
                a[j * order + i] = a[i * order + j];
        }
    }
}
