using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Retention;

/// <summary>Every kind of record with how long it is kept, its last run and how much is due.</summary>
internal sealed record ListRetention : IQuery<IReadOnlyList<RetentionLine>>;

/// <summary>A kind of record.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Days">Days it is kept here.</param>
/// <param name="AtLeastDays">The fewest a law allows.</param>
/// <param name="Source">Where the days come from.</param>
/// <param name="LastRun">When records were last deleted.</param>
/// <param name="LastDeleted">How many then.</param>
/// <param name="Deleted">How many ever.</param>
/// <param name="Due">How many are due now.</param>
internal sealed record RetentionLine(
    string Code, Phrase Title, int Days, int AtLeastDays, Phrase Source, DateTimeOffset? LastRun, int LastDeleted, int Deleted, int Due);

/// <summary>Sets how long records of a kind are kept here.</summary>
/// <param name="Days">Not fewer than a law asks for, 36,500 at most.</param>
/// <param name="Source">The rule it comes from, 2–200 characters.</param>
internal sealed record SetRetention(int? Days, string? Source) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the kind.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => $"{Code} {Days}";

    public IEnumerable<Problem> Problems()
    {
        if (Days is not (>= 1 and <= 36_500))
            yield return Problem.Invalid("days", "days_range", "天数应为 1–36500。", "Days are 1 to 36,500.");
        if (Source?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("source", "source_missing", "请写明依据（2–200 个字）。", "Say which rule it comes from (2–200 characters).");
    }
}

internal sealed class ListRetentionHandler(LinliDb db, IEnumerable<IRetention> kinds, CurrentCaller current, TimeProvider time)
    : IHandler<ListRetention, IReadOnlyList<RetentionLine>>, IHandler<SetRetention, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/retention", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListRetention(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("How long records are kept 留存期限");
        api.MapPut("/privacy/retention/{code}", (string code, SetRetention request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Code = code }, cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Set how long records of a kind are kept");
    }

    public async Task<Result<IReadOnlyList<RetentionLine>>> Handle(ListRetention request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var set = await db.Records<RetentionDays>().AsNoTracking().ToDictionaryAsync(r => r.Code, cancel);
        var runs = (await db.Records<RetentionRun>().AsNoTracking().OrderByDescending(r => r.At).ToListAsync(cancel)).ToLookup(r => r.Code);
        var lines = new List<RetentionLine>();
        foreach (var kind in kinds.OrderBy(k => k.Code, StringComparer.Ordinal))
        {
            var own = set.GetValueOrDefault(kind.Code);
            var days = RetentionRules.Days(kind, own?.Days);
            var last = runs[kind.Code].FirstOrDefault();
            lines.Add(new(
                kind.Code, kind.Title, days, kind.AtLeastDays, own is null ? kind.Source : new(own.Source, own.Source), last?.At, last?.Deleted ?? 0,
                runs[kind.Code].Sum(r => r.Deleted), await kind.Due(now.AddDays(-days), cancel)));
        }

        return lines;
    }

    public async Task<Result<Done>> Handle(SetRetention request, CancellationToken cancel)
    {
        if (!OfficerPlaces.OfAll(current.Value))
            return OfficerPlaces.WholeOnly;
        if (kinds.FirstOrDefault(k => k.Code == request.Code) is not { } kind)
            return Problem.NotFound("retention_unknown", "没有这类记录。", "There are no such records.");
        if (request.Days < kind.AtLeastDays)
            return Problem.Invalid("days", "days_too_few",
                $"法律要求至少保存 {kind.AtLeastDays} 天，不能更短。", $"A law asks for at least {kind.AtLeastDays} days.");
        var row = await db.Records<RetentionDays>().SingleOrDefaultAsync(r => r.Code == kind.Code, cancel);
        if (row is null)
            db.Records<RetentionDays>().Add(row = new() { Code = kind.Code, Days = 0, Source = "", SetByName = "", At = default });
        (row.Days, row.Source, row.SetByName, row.At) = (request.Days!.Value, request.Source!.Trim(), current.Value.Name, Clock.Now(time));
        return Done.It;
    }
}
