using System.Text.Json;
using System.Text.Json.Serialization;
using Linli.Bookings.Recurrence;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Bookings.Offerings;

/// <summary>Something that can be booked (预约项目). Never deleted: reservations name it.</summary>
internal sealed class OfferingRow : IScoped
{
    private static readonly JsonSerializerOptions AsJson = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public required OfferingId Id { get; init; }

    /// <summary>Code of an <see cref="OfferingKind"/>.</summary>
    public required string Kind { get; init; }

    public required string Scope { get; set; }

    public required string TitleZh { get; set; }

    public required string TitleEn { get; set; }

    public string? About { get; set; }

    /// <summary>The scene's own key.</summary>
    public string? Subject { get; init; }

    /// <summary>Codes of resources, separated by <c>|</c>.</summary>
    public required string Resources { get; set; }

    /// <summary>What a room is used for.</summary>
    public string? Use { get; set; }

    public required int Capacity { get; set; }

    /// <summary>The rules as JSON, <see cref="BookingTerms"/>.</summary>
    public required string Terms { get; set; }

    /// <summary>Whose takings the money is.</summary>
    public string? Operator { get; set; }

    public bool Open { get; set; }

    /// <summary>First day of the times; <c>null</c> where sessions are planned one by one.</summary>
    public DateOnly? FirstDay { get; set; }

    public TimeOnly? From { get; set; }

    public int? Minutes { get; set; }

    /// <summary>RFC 5545.</summary>
    public string? Rule { get; set; }

    public HolidayRule Holidays { get; set; }

    public string? Except { get; set; }

    public string? Also { get; set; }

    /// <summary>Up to which local day sessions were made.</summary>
    public DateOnly? PlannedUntil { get; set; }

    public required DateTimeOffset At { get; init; }

    public required int Version { get; set; }

    public Phrase Title => (TitleZh, TitleEn);

    public IReadOnlyList<string> ResourceCodes => Resources.Split('|', StringSplitOptions.RemoveEmptyEntries);

    public ScopePath Place => ScopePath.Parse(Scope, null);

    public BookingTerms ReadTerms() => JsonSerializer.Deserialize<BookingTerms>(Terms, AsJson)!;

    public void WriteTerms(BookingTerms terms) => Terms = JsonSerializer.Serialize(terms, AsJson);

    /// <summary>The local days of its times; <c>null</c> where it has none.</summary>
    public RecurringDays? Days() => FirstDay is not { } first ? null : new(
        first, RecurrenceRule.Read(Rule), RecurrenceDates.ReadAll(Except) ?? [], RecurrenceDates.ReadAll(Also) ?? [], Holidays)
    { Begin = From };
}

/// <summary>
/// What a session takes and no other can have at the same time (资源): a room of the space ledger, a teacher, a desk, a window. Its row
/// is the lock under which its time is given away.
/// </summary>
internal sealed class ResourceRow : IScoped
{
    public required string Code { get; init; }

    /// <summary><c>space</c>, <c>teacher</c>, <c>desk</c>, <c>window</c>, <c>copy</c> or a kind of a scene.</summary>
    public required string Kind { get; init; }

    /// <summary>Code of the space in the ledger.</summary>
    public string? Space { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>How many people it holds.</summary>
    public required int Capacity { get; set; }

    /// <summary>Time to change it from one use to another (布置时间).</summary>
    public required int SetUpMinutes { get; set; }

    /// <summary>Codes of uses for which it is lent, separated by <c>|</c>; of a space some of those that the ledger allows.</summary>
    public required string Uses { get; set; }

    /// <summary>The offering by which anybody books it by the hour; <c>null</c> where it serves sessions only.</summary>
    public OfferingId? Lending { get; set; }

    /// <summary>Grows with everything that takes it: whoever decides about its time has locked the row.</summary>
    public required int Version { get; set; }

    public Phrase Name => (NameZh, NameEn);

    public IReadOnlyList<string> UseCodes => Uses.Split('|', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Kinds of resources that the engine itself knows.</summary>
internal static class ResourceKinds
{
    public const string Space = "space";

    public static IReadOnlyDictionary<string, Phrase> Names { get; } = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        [Space] = ("场地", "Room"), ["teacher"] = ("教师", "Teacher"), ["desk"] = ("座位", "Desk"), ["window"] = ("窗口", "Window"), ["copy"] = ("复本", "Copy"),
    };
}
