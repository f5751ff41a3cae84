using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using System.Text.RegularExpressions;

namespace Linli.Hall.Catalogue;

/// <summary>Adds an item to the catalogue, or changes it with its papers.</summary>
internal sealed partial record KeepItem : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the hall it is kept at.</summary>
    public string? Hall { get; init; }

    /// <summary>Lower-case letters, digits and underscores, 2–40.</summary>
    public string Code { get; init; } = "";

    public string NameZh { get; init; } = "";

    public string NameEn { get; init; } = "";

    public string? AboutZh { get; init; }

    public string? AboutEn { get; init; }

    /// <summary>Who decides.</summary>
    public string OfficeZh { get; init; } = "";

    public string? OfficeEn { get; init; }

    /// <summary>Promised limit in days; 0 is at once.</summary>
    public int Days { get; init; }

    public DayCount Count { get; init; }

    /// <summary>Limit by law, never shorter than what is promised.</summary>
    public int LegalDays { get; init; }

    /// <summary>The law, and where it was read.</summary>
    public string? Source { get; init; }

    public string? Fee { get; init; }

    public bool ByProxy { get; init; } = true;

    /// <summary>Steps the shorter way leaves out.</summary>
    public string? Shorter { get; init; }

    public string? Keywords { get; init; }

    public bool Open { get; init; } = true;

    public int Order { get; init; } = 100;

    /// <summary>What it needs, in order.</summary>
    public IReadOnlyList<PaperPlan> Papers { get; init; } = [];

    string? IAudited.AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!CodeShape().IsMatch(Code))
            yield return Problem.Invalid("code", "hall.item_code", "代码用 2–40 个小写字母、数字、下划线。", "The code has 2 to 40 lower-case letters, digits and underscores.");
        foreach (var (field, text, needed, most) in new[]
        {
            ("nameZh", NameZh, true, 60), ("nameEn", NameEn, true, 120), ("officeZh", OfficeZh, true, 60), ("officeEn", OfficeEn, false, 120), ("aboutZh", AboutZh, false, 500), ("aboutEn", AboutEn, false, 1000),
            ("source", Source, false, 500), ("fee", Fee, false, 100), ("shorter", Shorter, false, 500), ("keywords", Keywords, false, 300),
        })
            if (!PlainText.TryClean(text, most, out var clean) || (needed && clean.Length == 0))
                yield return Problem.Invalid(field, "hall.item_text", $"请填写，最多 {most} 个字。", $"Fill this in, at most {most} characters.");
        if (Days is < 0 or > 365 || LegalDays is < 0 or > 365 || (LegalDays > 0 && LegalDays < Days))
            yield return Problem.Invalid("days", "hall.item_days", "时限为 0–365 天，承诺时限不能比法定时限长。", "Limits are 0 to 365 days; what is promised is never longer than the law says.");
        if (!Enum.IsDefined(Count))
            yield return Problem.Invalid("count", "hall.item_count", "请选择工作日或自然日。", "Choose working or calendar days.");
        if (Papers is null || Papers.Count > 20 || Papers.Any(p => p is null || !CodeShape().IsMatch(p.Code ?? "") || string.IsNullOrWhiteSpace(p.NameZh) || p.NameZh.Length > 60 || p.NameEn?.Length > 120 || p.CoveredBy?.Length > 100)
            || Papers.DistinctBy(p => p.Code).Count() != Papers.Count)
            yield return Problem.Invalid("papers", "hall.item_papers", "材料最多 20 份，每份有自己的代码和名称（60 字内）。", "At most 20 papers, each with a code of its own and a name of at most 60 characters.");
    }

    [GeneratedRegex("^[a-z0-9_]{2,40}$")]
    private static partial Regex CodeShape();
}

/// <summary>A paper as it is kept.</summary>
/// <param name="Code">Unique within the item.</param>
/// <param name="NameZh">What people call it.</param>
/// <param name="NameEn">… in English.</param>
/// <param name="Lesser">Whether it may come later.</param>
/// <param name="Droppable">Whether the shorter way does without it.</param>
/// <param name="CoveredBy">Codes of shared data that stand for it, separated by blanks.</param>
internal sealed record PaperPlan(string Code, string NameZh, string? NameEn = null, bool Lesser = false, bool Droppable = false, string? CoveredBy = null);

internal sealed class KeepItemHandler(LinliDb db, HallDesk desk) : IHandler<KeepItem, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/halls/{hall}/items/{code}", (string hall, string code, KeepItem request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Hall = hall, Code = code }, cancel))
            .Needs(HallPermissions.Keep).WithTags("Hall").WithSummary("Keep an item of the catalogue 维护事项");

    public async Task<Result<Done>> Handle(KeepItem request, CancellationToken cancel)
    {
        if (await desk.FindWhole(request.Hall, HallPermissions.Keep, cancel) is not { } hall)
            return HallDesk.NoHall;
        var row = await db.Unfiltered<ItemRow>().SingleOrDefaultAsync(i => i.Code == request.Code, cancel);
        if (row is not null && row.Scope != hall.Scope)
            return Problem.Conflict("hall.item_elsewhere", "这个代码属于别处的事项，请换一个代码。", "This code belongs to an item kept elsewhere: choose another.");
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = hall.Scope, NameZh = "", NameEn = "", OfficeZh = "", OfficeEn = "" });
        (row.NameZh, row.NameEn, row.AboutZh, row.AboutEn) = (Clean(request.NameZh), Clean(request.NameEn), Clean(request.AboutZh), Clean(request.AboutEn ?? request.AboutZh));
        (row.OfficeZh, row.OfficeEn, row.Source, row.FeeZh, row.FeeEn) = (Clean(request.OfficeZh), Clean(request.OfficeEn ?? request.OfficeZh), Clean(request.Source), Clean(request.Fee), Clean(request.Fee));
        (row.Days, row.Count, row.LegalDays, row.ByProxy, row.Shorter) = (request.Days, request.Count, request.LegalDays, request.ByProxy, Clean(request.Shorter));
        (row.Keywords, row.Open, row.Order) = (Clean(request.Keywords), request.Open, request.Order);
        db.Records<PaperRow>().RemoveRange(await db.Records<PaperRow>().Where(p => p.Item == request.Code).ToListAsync(cancel));

        // The same codes come back: the old rows have to be gone first.
        await db.SaveChangesAsync(cancel);
        db.Records<PaperRow>().AddRange(request.Papers.Select((p, i) => new PaperRow
        {
            Item = request.Code, Code = p.Code, Order = i + 1, NameZh = Clean(p.NameZh), NameEn = Clean(p.NameEn ?? p.NameZh), Lesser = p.Lesser, Droppable = p.Droppable, CoveredBy = Clean(p.CoveredBy),
        }));
        return Done.It;
    }

    private static string Clean(string? text)
    {
        PlainText.TryClean(text, int.MaxValue, out var clean);
        return clean;
    }
}
