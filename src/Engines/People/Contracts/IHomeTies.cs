using Linli.Platform.Data;

namespace Linli.People;

/// <summary>How a verified tie to a home stands at a moment.</summary>
public enum TieStanding
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>租期届满: it ended on the day it was made for.</summary>
    Ended,

    /// <summary>搬离: it was ended before its time, or was a mistake.</summary>
    MovedOut,

    /// <summary>去世.</summary>
    Died,

    /// <summary>已注销: the account is gone.</summary>
    AccountGone,
}

/// <summary>A verified tie (住户关系) of an account to a home, for scenes that give something for as long as it runs.</summary>
/// <param name="Id">Id of the tie.</param>
/// <param name="Account">Whose.</param>
/// <param name="Person">The person behind the account.</param>
/// <param name="Home">Id of the home.</param>
/// <param name="HomeLabel">What people call the home, such as 和二-7-502.</param>
/// <param name="Relation">Owner, tenant or family.</param>
/// <param name="Building">Path of the building.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">When it ends, UTC: the end of the last day of a lease in local time. <c>null</c> while open.</param>
/// <param name="Standing">How it stands now.</param>
public sealed record TieOfHome(
    Guid Id, Guid Account, Guid Person, Guid Home, string HomeLabel, HomeRelation Relation, ScopePath Building, DateTimeOffset From,
    DateTimeOffset? To, TieStanding Standing);

/// <summary>Verified ties of people with an account; the register itself stays with the engine.</summary>
public interface IHomeTies
{
    /// <summary>The running ties of an account, the newest first.</summary>
    Task<IReadOnlyList<TieOfHome>> Running(Guid account, CancellationToken cancel);

    /// <summary>The ties with these ids, however they stand; those that are gone altogether are left out.</summary>
    Task<IReadOnlyDictionary<Guid, TieOfHome>> Find(IReadOnlyCollection<Guid> ties, CancellationToken cancel);

    /// <summary>The running ties of people with an account to a home by its label, such as 和二-7-502.</summary>
    Task<IReadOnlyList<TieOfHome>> AtHome(string label, CancellationToken cancel);
}
