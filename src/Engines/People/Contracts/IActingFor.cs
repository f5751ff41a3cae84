using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>What a member of the family may do for somebody (代办事项); the codes are stable.</summary>
public static class FamilyMatters
{
    /// <summary>Report something to the community, and follow it.</summary>
    public const string Report = "report";

    /// <summary>Book courses, meals, visits and services.</summary>
    public const string Book = "book";

    /// <summary>See what the community keeps for them, such as bookings and receipts.</summary>
    public const string View = "view";

    /// <summary>Speak for them with doctors and carers.</summary>
    public const string Care = "care";

    /// <summary>Every code with its name.</summary>
    public static IReadOnlyDictionary<string, Phrase> All { get; } = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        [Report] = ("反映问题", "Report to the community"),
        [Book] = ("预约服务", "Book services"),
        [View] = ("查看办理情况", "See how things stand"),
        [Care] = ("联系健康与照护", "Speak with doctors and carers"),
    };
}

/// <summary>Somebody the caller may act for.</summary>
/// <param name="Person">Whom.</param>
/// <param name="Name">Full name: family knows it.</param>
/// <param name="Agency">The agreement it rests on; <c>null</c> for a guardian and their child.</param>
public sealed record ActedFor(Guid Person, string Name, Guid? Agency);

/// <summary>
/// Acting for a member of the family (代办): asked for by the agent, agreed to by the person, ended by either at any time. An
/// engine that accepts "on behalf of" asks here, and writes each act down: the person reads it, and the audit names both.
/// </summary>
public interface IActingFor
{
    /// <summary>Whom the caller may act for in a matter: parents who agreed, and children they are the guardian of.</summary>
    /// <param name="matter">One of <see cref="FamilyMatters"/>.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<IReadOnlyList<ActedFor>> People(string matter, CancellationToken cancel);

    /// <summary>Somebody the caller may act for, or the problem beside the field <c>onBehalfOf</c>.</summary>
    Task<Result<ActedFor>> For(Guid person, string matter, CancellationToken cancel);

    /// <summary>Writes an act down in the current transaction: in the list the person reads, and in the audit log with both names' ids.</summary>
    /// <param name="person">For whom, as <see cref="For"/> gave them.</param>
    /// <param name="matter">One of <see cref="FamilyMatters"/>.</param>
    /// <param name="subject">Id of the thing, such as a case.</param>
    /// <param name="what">What was done, in words the person understands.</param>
    /// <param name="link">Page that shows it to the person.</param>
    void Record(ActedFor person, string matter, string subject, Phrase what, string link);

    /// <summary>The account by which a person acted for hears of it; <c>null</c> while they have none, or have not shown yet to be that person.</summary>
    Task<Guid?> AccountOf(Guid person, CancellationToken cancel);

    /// <summary>The person the caller is known to be; <c>null</c> while somebody who came in by a phone of the register has not shown it.</summary>
    Task<Guid?> Self(CancellationToken cancel);

    /// <summary>The accounts of those who may act for a person now: agents while the agreement stands, and guardians of a child.</summary>
    Task<IReadOnlyList<Guid>> AgentsOf(Guid person, string matter, CancellationToken cancel);

    /// <summary>Names of people acted for, masked, for staff who see what was done for them.</summary>
    Task<IReadOnlyDictionary<Guid, string>> MaskedNames(IReadOnlyCollection<Guid> people, CancellationToken cancel);
}
