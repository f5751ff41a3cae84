namespace Linli.Platform.UseCases;

/// <summary>
/// What is to happen in this process once the current transaction has committed, and not at all when it does not: caches
/// are emptied here. Nothing that must survive a crash belongs here; that is what events are for.
/// </summary>
public sealed class AfterCommit
{
    private readonly List<Action> actions = [];

    /// <summary>Adds an act; it must not fail.</summary>
    public void Do(Action act) => actions.Add(act);

    internal void Run()
    {
        foreach (var act in actions)
            act();
        actions.Clear();
    }

    internal void Forget() => actions.Clear();
}
