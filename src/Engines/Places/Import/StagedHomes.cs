using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Import;

/// <summary>How far a list of homes is.</summary>
internal enum HomesImportState
{
    /// <summary>Uploaded: which column is what has to be said.</summary>
    Uploaded,

    /// <summary>Checked: what would happen is known.</summary>
    Checked,

    /// <summary>Carried out, whole.</summary>
    Done,
}

/// <summary>A list of homes somebody uploaded, with what was chosen and found so far; its file is deleted when it is done, and after a day.</summary>
internal sealed class StagedHomes
{
    public required Guid Id { get; init; }

    /// <summary>Account that uploaded it; nobody else sees it.</summary>
    public required Guid By { get; init; }

    public required string FileName { get; init; }

    public required DateTimeOffset At { get; init; }

    public HomesImportState State { get; set; }

    /// <summary>Code of the compound of rows that name none.</summary>
    public string? Compound { get; init; }

    /// <summary>Whether buildings that are not known are founded.</summary>
    public bool Buildings { get; init; }

    /// <summary>System of its coordinates.</summary>
    public string? Crs { get; init; }

    /// <summary>Columns chosen by the person, as JSON: field to heading, "" for none.</summary>
    public string Choices { get; set; } = "{}";

    /// <summary>Decisions on contradictions, as JSON.</summary>
    public string Decisions { get; set; } = "{}";

    /// <summary>What was found, as JSON.</summary>
    public string? Findings { get; set; }

    /// <summary>The file; <c>null</c> when it is done or a day old.</summary>
    public byte[]? File { get; set; }

    /// <summary>The rows that were refused, as a workbook.</summary>
    public byte[]? Refused { get; set; }
}

/// <summary>What a check found, or what was done.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Added">New homes.</param>
/// <param name="Changed">Known homes that get something.</param>
/// <param name="Unchanged">Rows of which everything is known.</param>
/// <param name="Buildings">New buildings.</param>
/// <param name="Refused">Rows that cannot be taken.</param>
/// <param name="Undecided">Contradictions to be decided first.</param>
/// <param name="First">The first rows as they were understood.</param>
/// <param name="Kinds">Contradictions by kind.</param>
/// <param name="Conflicts">Up to 200 of them.</param>
/// <param name="RefusedRows">Up to 100 refused rows.</param>
/// <param name="Unused">Columns that were not used.</param>
internal sealed record HomesFindings(
    int Rows, int Added, int Changed, int Unchanged, int Buildings, int Refused, int Undecided, IReadOnlyList<ListedHome> First,
    IReadOnlyDictionary<HomeConflictKind, int> Kinds, IReadOnlyList<HomeConflict> Conflicts, IReadOnlyList<RefusedHome> RefusedRows, IReadOnlyList<string> Unused)
{
    private const int MostFirst = 10;
    private const int MostConflicts = 200;
    private const int MostRefused = 100;

    public static HomesFindings Of(IReadOnlyList<ImportedHome> rows, HomesPlan plan, IReadOnlyList<string> unused) => new(
        rows.Count, plan.Added.Count, plan.Changed, plan.Unchanged, plan.Buildings.Count, plan.Refused.Count, plan.Undecided,
        [.. rows.Take(MostFirst).Select(r => new ListedHome(r.Row, plan.Labels.GetValueOrDefault(r.Row, ""), r.Area, r.AreaFrom, r.Use))],
        plan.Conflicts.CountBy(c => c.Kind).ToDictionary(), [.. plan.Conflicts.Take(MostConflicts)], [.. plan.Refused.Take(MostRefused)], unused);
}

/// <summary>A row as it was understood.</summary>
internal sealed record ListedHome(int Row, string Label, string Area, string AreaFrom, string Use);

/// <summary>Whose lists are whose, and how they are read.</summary>
internal static class HomesStaging
{
    public const int MostMegabytes = 20;

    /// <summary>A list is deleted after this time, whatever has become of it.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public static readonly Problem NotFound = Problem.NotFound("places.import_not_found", "没有找到这次导入，可能已过期删除。", "This import was not found; it may have expired.");

    public static readonly Problem NotNow = Problem.Conflict("places.import_state", "这一步现在不能做，请刷新页面看看进展。", "This step cannot be done now: reload to see how far the import is.");

    public static Task<StagedHomes?> Staged(this LinliDb db, CurrentCaller caller, Guid id, CancellationToken cancel) =>
        caller.Value.Account is { } account
            ? db.Records<StagedHomes>().SingleOrDefaultAsync(i => i.Id == id && i.By == account, cancel)
            : Task.FromResult<StagedHomes?>(null);

    public static Dictionary<string, string> Choices(StagedHomes staged) => JsonSerializer.Deserialize<Dictionary<string, string>>(staged.Choices) ?? [];

    public static HomeDecisions Decisions(StagedHomes staged) => HomeDecisions.From(JsonSerializer.Deserialize<Dictionary<string, HomeVerdict>>(staged.Decisions) ?? []);

    public static HomesListed Listed(StagedHomes staged) => new(staged.Compound, staged.Buildings, PointCheck.SystemOf(staged.Crs) ?? default);

    public static HomesFindings? Findings(StagedHomes staged) => staged.Findings is { } found ? JsonSerializer.Deserialize<HomesFindings>(found) : null;

    public static Problem Unreadable(InvalidTableException cause) => new(
        "places.import_unreadable", ("文件无法读取，没有导入任何一行：可能已损坏、没有传完，或不是 Excel/CSV 文件。", $"The file cannot be read, and nothing of it was imported: {cause.Message}"), ProblemKind.Invalid, "file");
}
