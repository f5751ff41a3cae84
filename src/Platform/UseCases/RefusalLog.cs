using Linli.Platform.Data;

namespace Linli.Platform.UseCases;

/// <summary>
/// What is written down although a command is refused, such as that somebody tried to look where they may not. Everything
/// else the command did is undone.
/// </summary>
public sealed class RefusalLog(LinliDb db)
{
    private readonly List<Action> writes = [];

    internal bool HasWrites => writes.Count > 0;

    /// <summary>Adds rows if, and only if, the current command ends in a problem.</summary>
    /// <param name="write">Adds the rows; saving is done by the runner.</param>
    public void Keep(Action write) => writes.Add(write);

    internal async Task Write(CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        foreach (var write in writes)
            write();
        await db.SaveChangesAsync(cancel);
    }

    internal void Forget() => writes.Clear();
}
