using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>A group of people who need particular care (关爱群体).</summary>
/// <param name="Code">Unique, such as <c>child_hardship</c>.</param>
/// <param name="Name">What people read.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Suggested">Whether the register suggests people for it.</param>
/// <param name="ReviewMonths">After how many months an entry is looked at again.</param>
public sealed record CareGroupName(string Code, Phrase Name, string Icon, bool Suggested, int ReviewMonths);

/// <summary>Somebody on a special-care list.</summary>
/// <param name="Person">Id of the person.</param>
/// <param name="Home">Label of the home.</param>
/// <param name="Building">Scope path of the building.</param>
/// <param name="Grid">The grid of the home, if any.</param>
/// <param name="Workers">Accounts of those who look after them, the longest first.</param>
public sealed record CareMember(Guid Person, string Home, ScopePath Building, ScopePath? Grid, IReadOnlyList<Guid> Workers);

/// <summary>What rules may be counted from.</summary>
/// <param name="Age">Completed years on the local day; <c>null</c> where the register knows no birth date.</param>
/// <param name="Born">Local date of birth.</param>
/// <param name="IsAlive">Whether the register still speaks of a living person.</param>
public sealed record AgeFacts(int? Age, DateOnly? Born, bool IsAlive);

/// <summary>A person as a search shows them, masked.</summary>
/// <param name="Person">Id of the person.</param>
/// <param name="Name">Masked name.</param>
/// <param name="Home">Label of the home.</param>
/// <param name="Age">Completed years, where known.</param>
/// <param name="Phone">Masked phone, where known.</param>
public sealed record PersonForCare(Guid Person, string Name, string Home, int? Age, string? Phone);

/// <summary>
/// Special-care lists (关爱名单) for scenes: entitlement, visits, pairings. Whoever asks has decided that the caller may know;
/// nothing of it goes into events, pushes or to neighbours.
/// </summary>
public interface ICareLists
{
    /// <summary>All groups in their order.</summary>
    Task<IReadOnlyList<CareGroupName>> Groups(CancellationToken cancel);

    /// <summary>Codes of the groups a person is listed in today.</summary>
    Task<IReadOnlyList<string>> GroupsOf(Guid person, CancellationToken cancel);

    /// <summary>Facts of a person for rules by age, or <c>null</c>.</summary>
    Task<AgeFacts?> Facts(Guid person, CancellationToken cancel);

    /// <summary>Everybody listed in a group at a place today.</summary>
    Task<IReadOnlyList<CareMember>> Members(string group, ScopePath place, CancellationToken cancel);

    /// <summary>Names of persons, whole or masked.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> persons, bool masked, CancellationToken cancel);

    /// <summary>The person behind an account.</summary>
    Task<Guid?> PersonOf(Guid account, CancellationToken cancel);

    /// <summary>Resident accounts of a person's guardians, where the register knows them.</summary>
    Task<IReadOnlyList<Guid>> GuardianAccountsOf(Guid person, CancellationToken cancel);

    /// <summary>Persons whose guardian the person behind an account is.</summary>
    Task<IReadOnlyList<Guid>> WardsOf(Guid account, CancellationToken cancel);

    /// <summary>Whether a worker looks after a person.</summary>
    Task<bool> IsAssigned(Guid person, Guid account, CancellationToken cancel);

    /// <summary>Lets a worker look after a person, in place of another one if given, in the current transaction.</summary>
    Task Assign(Guid person, Guid account, Guid? instead, CancellationToken cancel);

    /// <summary>Staff who may look after people at a place.</summary>
    Task<IReadOnlyList<StaffMember>> WorkersAt(ScopePath place, CancellationToken cancel);
}
