using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Culture;

/// <summary>Writes down somewhere visitors are counted (客流点).</summary>
/// <param name="Place">Code of its place; needed for a new one.</param>
/// <param name="NameZh">2–30 characters.</param>
/// <param name="NameEn">At most 60 characters.</param>
/// <param name="About">At most 500 characters; as it was when left out, none when empty.</param>
internal sealed record KeepSite(string? Place, string? NameZh, string? NameEn = null, string? About = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is < 2 or > 40 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "culture.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 30, out var name) || name.Length < 2 || !PlainText.TryCleanLine(NameEn, 60, out _) || !PlainText.TryClean(About, 500, out _))
            yield return Problem.Invalid("nameZh", "culture.name", "名称为 2–30 个字，介绍不超过 500 个字。", "A name has 2–30 characters, a description at most 500.");
    }
}

/// <summary>Adds visitors to a site (登记客流): by a clerk, or by a counter that sends each reading once under its own key.</summary>
/// <param name="Count">How many, 1 to 200,000; below zero takes a wrong entry back.</param>
/// <param name="Day">Local day; today when left out.</param>
/// <param name="Key">What makes it the same when it is sent again, at most 100 characters; another count under a known key is refused.</param>
internal sealed record CountVisitors(int Count, DateOnly? Day = null, string? Key = null) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public string Site { get; init; } = "";

    public string? AuditSubject => Site;
}

internal sealed class CountVisitorsHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<KeepSite, Done>, IHandler<CountVisitors, Done>, IUseCase
{
    private static readonly Problem NoSite = Problem.NotFound("culture.no_site", "没有这个客流点，或不归您管。", "There is no such site, or it is not yours.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/culture/sites/{code}", (string code, KeepSite request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(CultureParts.Keep).WithTags("Culture").WithSummary("Write down somewhere visitors are counted 客流点");
        api.MapPost("/culture/sites/{code}/visitors", (string code, CountVisitors request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Site = code }, cancel))
            .Needs(CultureParts.Keep).WithTags("Culture").WithSummary("Add visitors 登记客流");
    }

    public async Task<Result<Done>> Handle(KeepSite request, CancellationToken cancel)
    {
        // By its code; whether it is the caller's is asked here.
        var row = await db.Unfiltered<VisitorSite>().SingleOrDefaultAsync(s => s.Code == request.Code, cancel);
        if ((row is null ? tree.FindCode(request.Place ?? "")?.Path : ScopePath.Parse(row.Scope, null)) is not { } place || !current.Value.May(CultureParts.Keep, place))
            return Problem.Invalid("place", "culture.place", "请选择您负责的地点。", "Choose a place you look after.");
        PlainText.TryCleanLine(request.NameZh, 30, out var zh);
        PlainText.TryCleanLine(request.NameEn, 60, out var en);
        PlainText.TryClean(request.About, 500, out var about);
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = place.Value, NameZh = zh, NameEn = zh });
        (row.NameZh, row.NameEn, row.About, row.Version) = (zh, en.Length == 0 ? zh : en, request.About is null ? row.About : about.Length == 0 ? null : about, row.Version + 1);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CountVisitors request, CancellationToken cancel)
    {
        var (today, now) = (LocalTime.Today(time), Clock.Now(time));
        var day = request.Day ?? today;
        if (request.Count is 0 or > 200_000 or < -200_000)
            return Problem.Invalid("count", "culture.count", "人次为 1 到 200000（负数用于更正）。", "Give 1 to 200,000 visitors; below zero corrects.");
        if (day > today || day < today.AddDays(-400))
            return Problem.Invalid("day", "culture.day", "日期不能在将来，也不能早于 400 天前。", "The day lies neither ahead nor more than 400 days back.");
        if (request.Key?.Length > 100)
            return Problem.Invalid("key", "culture.key", "标识不超过 100 个字符。", "A key has at most 100 characters.");
        if (await db.Scoped<VisitorSite>(current.Value.ScopesFor(CultureParts.Keep)).SingleOrDefaultAsync(s => s.Code == request.Site, cancel) is not { } site)
            return NoSite;
        var id = Guid.CreateVersion7(now);
        var key = string.IsNullOrWhiteSpace(request.Key) ? id.ToString("N") : request.Key.Trim();
        await db.LockUntilCommit($"culture.site.{site.Code}", cancel);
        if (await db.Unfiltered<VisitorCount>().AsNoTracking().SingleOrDefaultAsync(c => c.Site == site.Code && c.Key == key, cancel) is { } known)
            return known.Count == request.Count && (request.Day is null || known.Day == day) ? Done.It : Problem.Conflict("culture.key_used",
                "这个标识已登记过另一个数，请换一个标识，或用负数更正。", "This key was used for another count: take a new one, or correct it with a count below zero.");
        if (request.Count < 0 && await db.Unfiltered<VisitorCount>().Where(c => c.Site == site.Code && c.Day == day).SumAsync(c => c.Count, cancel) + request.Count < 0)
            return Problem.Invalid("count", "culture.below_zero", "更正后当天人次会小于零。", "The day would fall below zero.");
        db.Insert(new VisitorCount { Id = id, Site = site.Code, Scope = site.Scope, Day = day, Count = request.Count, Key = key, At = now, By = current.Value.Account });
        return Done.It;
    }
}
