using Linli.Platform.Text;

namespace Linli.Platform.Privacy;

/// <summary>
/// How long records of one kind are kept (留存期限), and what deletes them. A module registers one per kind as a scoped service;
/// a job runs them all, and the privacy officer sees each with its last run.
/// </summary>
public interface IRetention
{
    /// <summary>Unique, module first: <c>people.view</c>.</summary>
    string Code { get; }

    /// <summary>What people call the records.</summary>
    Phrase Title { get; }

    /// <summary>Days they are kept unless the installation says otherwise.</summary>
    int Days { get; }

    /// <summary>The fewest days a law asks for; 0 where none does.</summary>
    int AtLeastDays { get; }

    /// <summary>The law or the rule the days come from.</summary>
    Phrase Source { get; }

    /// <summary>How many records are older than that.</summary>
    Task<int> Due(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Deletes them, in the current transaction.</summary>
    /// <returns>How many there were.</returns>
    Task<int> Delete(DateTimeOffset before, CancellationToken cancel);
}
