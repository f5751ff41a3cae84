namespace Linli.Platform.Installation;

/// <summary>What start-up learned about this installation from its database; see <see cref="Founding"/>.</summary>
public sealed class ThisInstallation
{
    private (Guid Id, bool IsDemo)? known;

    /// <summary>The same for every node and across restarts and restores.</summary>
    public Guid Id => Known.Id;

    /// <summary>Whether the data was made from the samples.</summary>
    public bool IsDemo => Known.IsDemo;

    /// <summary>Whether start-up got as far as reading it.</summary>
    public bool IsKnown => known is not null;

    private (Guid Id, bool IsDemo) Known => known
        ?? throw new InvalidOperationException("The installation is known only after start-up has opened the database.");

    internal void Learn(Guid id, bool isDemo) => known = (id, isDemo);
}
