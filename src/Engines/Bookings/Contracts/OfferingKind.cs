using Linli.Places;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>How something is booked.</summary>
public enum OfferingMode
{
    /// <summary>按场次: each session by itself, such as a clinic or a film.</summary>
    Sessions,

    /// <summary>整期报名: one enrolment for all meetings, such as a course; attendance is kept by meeting.</summary>
    Series,

    /// <summary>按时段: any free time of a resource, such as a room.</summary>
    Interval,
}

/// <summary>
/// A kind of offering (预约类别). A scene adds one as a singleton, <c>module.Services.AddSingleton(new OfferingKind(…))</c>, and its
/// offerings are found, booked, waited for, cancelled and attended like all others.
/// </summary>
/// <param name="Code">Stable, such as <c>course</c>; lower case with hyphens, at most 40 characters.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scene">The scene it is found under.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Mode">How it is booked.</param>
public sealed record OfferingKind(string Code, Phrase Name, Scene Scene, string Icon, OfferingMode Mode = OfferingMode.Sessions)
{
    /// <summary>Kind of rooms lent by the hour, the engine's own.</summary>
    public const string Room = "room";

    /// <summary>Kind of single events with places, the engine's own.</summary>
    public const string Event = "event";

    /// <summary>Limits over all offerings of the kind, such as five courses per learner and year (S40); they hold besides those of an offering.</summary>
    public IReadOnlyList<Quota> Quotas { get; init; } = [];

    /// <summary>What a new offering begins with.</summary>
    public BookingTerms Terms { get; init; } = new();

    /// <summary>Whether staff make offerings of this kind in the engine's own form; a scene with a form of its own says no.</summary>
    public bool MadeAtDesk { get; init; } = true;

    /// <summary>Whether the general list of <c>/book</c> shows it; a scene with a list of its own may say no.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>The page of one offering where the scene has its own, with <c>{id}</c> in it; the engine's when left out.</summary>
    public string? Page { get; init; }

    /// <summary>
    /// The permission, besides that of the desk, of those who may deal with who comes (名单权限), where that alone says something of a person, such as at a
    /// doctor's: lists then show no names until somebody with it says why, and each person reads that they did. <c>null</c> for everybody at the desk.
    /// </summary>
    public string? ListPermission { get; init; }

    /// <summary>What calendars and statements of money say instead of the title, where that says too much, such as a department (不写科室).</summary>
    public Phrase? Discreet { get; init; }

    /// <summary>Address of the page of an offering.</summary>
    public string PageOf(OfferingId offering) => (Page ?? "/book/o/{id}").Replace("{id}", offering.Value.ToString(), StringComparison.Ordinal);
}
