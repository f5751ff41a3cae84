using Linli.Notices;
using Linli.People;
using Linli.Platform.Text;

namespace Linli.Health.ChildCare;

/// <summary>Those who may act for a child today, each of them: who was a guardian once hears nothing any more, and no parent hears less than the other.</summary>
internal sealed class NurseryGuardians(IActingFor family, INotices notices)
{
    public const string Page = "/my/nursery";

    /// <summary>Their accounts.</summary>
    public Task<IReadOnlyList<Guid>> Of(Guid child, CancellationToken cancel) => family.AgentsOf(child, FamilyMatters.Book, cancel);

    /// <summary>Tells all of them.</summary>
    public async Task Tell(Guid child, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        foreach (var account in await Of(child, cancel))
            await notices.Tell(account, kind, title, body, Page, key, cancel);
    }
}
