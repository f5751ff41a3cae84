using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Platform.Privacy;

/// <summary>The person whose data are asked for.</summary>
/// <param name="Person">Id of the person.</param>
/// <param name="Accounts">Their accounts.</param>
public sealed record DataSubject(Guid Person, IReadOnlyList<Guid> Accounts)
{
    /// <summary>The phone in full, where one is known: finds what was written down for somebody without an account.</summary>
    public string? Phone { get; init; }

    /// <summary>The phone as it is shown, <c>138****5678</c>.</summary>
    public string? PhoneMask { get; init; }

    /// <summary>What names the person in free text: name, numbers and their masks, the longest first.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Whether a text names the person.</summary>
    public bool IsNamedIn(string? text) => text is not null && Marks.Any(m => text.Contains(m, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text with every mark of the person taken out.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Scrub(string? text) => text is null ? null
        : Marks.Aggregate(text, (rest, mark) => rest.Replace(mark, "＊＊", StringComparison.OrdinalIgnoreCase));
}

/// <summary>One value of an export.</summary>
/// <param name="Code">Stable name in the JSON file.</param>
/// <param name="Label">What people read.</param>
/// <param name="Value">As text: instants as ISO 8601 with offset.</param>
public sealed record DataValue(string Code, Phrase Label, string? Value)
{
    /// <summary>An instant; an empty value where there is none.</summary>
    public static DataValue Instant(string code, Phrase label, DateTimeOffset? at) => new(code, label, at?.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>A local date; an empty value where there is none.</summary>
    public static DataValue Day(string code, Phrase label, DateOnly? day) => new(code, label, day?.ToString("O", CultureInfo.InvariantCulture));
}

/// <summary>Things of one kind, such as the cases a person reported.</summary>
/// <param name="Code">Stable name in the JSON file.</param>
/// <param name="Title">What people read.</param>
/// <param name="Items">Each thing with its values.</param>
public sealed record DataSection(string Code, Phrase Title, IReadOnlyList<IReadOnlyList<DataValue>> Items)
{
    /// <summary>Photos and papers that belong to it.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
}

/// <summary>What stays when a person has their data deleted, and why.</summary>
/// <param name="What">What stays, and how: without the name, for instance.</param>
/// <param name="Why">The law or the right of others that it rests on.</param>
/// <param name="Count">How many records.</param>
public sealed record DataThatStays(Phrase What, Phrase Why, int Count);

/// <summary>
/// What a module keeps of a person. Every module with personal data registers one as a scoped service: whatever is not in an
/// export cannot be taken along, whatever is not erased still names the person (R37, PIPL arts. 45 and 47).
/// </summary>
public interface IPersonalData
{
    /// <summary>The module's name: the file of its export.</summary>
    string Module { get; }

    /// <summary>What people read above it.</summary>
    Phrase Title { get; }

    /// <summary>Everything the module keeps of the person, without data of others.</summary>
    Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel);

    /// <summary>What would stay; nothing where everything goes. A ledger says here that its entries must stay.</summary>
    Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel);

    /// <summary>
    /// Deletes what may go and takes the person out of what must stay, in the current transaction: afterwards nothing by which
    /// they could be found is left.
    /// </summary>
    Task Erase(DataSubject subject, CancellationToken cancel);
}
