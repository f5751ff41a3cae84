namespace Linli.People;

/// <summary>The sign-in accounts behind people, for engines that keep things by person and have something to tell them.</summary>
public interface IPersonAccounts
{
    /// <summary>The accounts of people that can be told something, by person; people without one are left out.</summary>
    Task<ILookup<Guid, Guid>> Of(IReadOnlyCollection<Guid> people, CancellationToken cancel);
}
