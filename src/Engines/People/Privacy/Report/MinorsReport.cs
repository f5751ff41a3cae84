using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
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

namespace Linli.People.Privacy.Report;

/// <summary>That somebody answers for the report of a year (签发).</summary>
internal sealed class ReportSignature
{
    public required int Year { get; init; }

    public required Guid SignedBy { get; init; }

    public required string SignedByName { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Statement { get; init; }

    /// <summary>SHA-256 of the figures that were signed, hex: figures that move afterwards are noticed.</summary>
    public required string Figures { get; init; }
}

/// <summary>
/// The yearly audit of access to data of children under 14 (R38, Minors' Network Protection Regulations art. 37), of the caller's places.
/// </summary>
/// <param name="Year">A local year.</param>
internal sealed record MinorsReport(int Year) : IQuery<MinorsReportOfYear>;

/// <summary>Signs the report of a year for the whole installation; nobody signs who looked at children's data in that year.</summary>
/// <param name="Year">A year that is over.</param>
/// <param name="Statement">What the signer found, 4–1,000 characters.</param>
internal sealed record SignMinorsReport(int Year, string? Statement) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Year.ToString(CultureInfo.InvariantCulture);

    public IEnumerable<Problem> Problems()
    {
        if (Statement?.Trim() is not { Length: >= 4 and <= 1000 })
            yield return Problem.Invalid("statement", "statement_missing", "请写明审计结论（4–1000 个字）。", "Write what you found (4–1,000 characters).");
    }
}

/// <summary>The report.</summary>
/// <param name="Year">The year.</param>
/// <param name="Until">Up to when it is counted.</param>
/// <param name="Children">Children under 14 in the register now.</param>
/// <param name="Requests">Requests to see their data.</param>
/// <param name="Approved">Of these, approved.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="Emergencies">Looked at in an emergency.</param>
/// <param name="EmergenciesUnreviewed">Of these, not checked by anybody yet.</param>
/// <param name="Views">Views.</param>
/// <param name="ViewsWithoutApproval">Views without an approval: must be none.</param>
/// <param name="Attempts">Attempts that were refused.</param>
/// <param name="Breaches">Breaches that concerned children.</param>
/// <param name="Consents">Consents of guardians given.</param>
/// <param name="Withdrawn">Consents of guardians withdrawn.</param>
/// <param name="Viewers">Who looked how often.</param>
/// <param name="Signature">Who signed; <c>null</c> for nobody yet.</param>
/// <param name="SignHindrance">Why the caller cannot sign; <c>null</c> when they can.</param>
internal sealed record MinorsReportOfYear(
    int Year, DateTimeOffset Until, int Children, int Requests, int Approved, int Refused, int Emergencies, int EmergenciesUnreviewed,
    int Views, int ViewsWithoutApproval, int Attempts, int Breaches, int Consents, int Withdrawn,
    IReadOnlyList<ViewerOfYear> Viewers, SignatureOfReport? Signature, Phrase? SignHindrance);

/// <summary>Somebody who looked at children's data.</summary>
internal sealed record ViewerOfYear(string Name, Phrase? Unit, int Views, int Children, int Emergencies, int Attempts);

/// <summary>A signature, and whether the figures are still those that were signed.</summary>
internal sealed record SignatureOfReport(string By, DateTimeOffset At, string Statement, bool StillTrue);

internal sealed class MinorsReportHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<MinorsReport, MinorsReportOfYear>, IHandler<SignMinorsReport, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/report/{year:int}", (int year, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MinorsReport(year), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Yearly audit of access to children's data 未成年人信息年度审计");
        api.MapGet("/privacy/report/{year:int}.csv", async Task<IResult> (int year, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var report = await runner.Ask(new MinorsReport(year), cancel);
            return report.Ok
                ? TypedResults.Stream(output => ReportTable.Write(report.Value, output, cancel), "text/csv; charset=utf-8", $"minors-report-{year}.csv")
                : ProblemResults.From(report.Problems);
        })
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("The yearly audit as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapPost("/privacy/report/{year:int}/sign", (int year, SignMinorsReport request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Year = year }, cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Sign the yearly audit 签发");
    }

    public async Task<Result<MinorsReportOfYear>> Handle(MinorsReport request, CancellationToken cancel)
    {
        if (YearProblem(request.Year) is { } wrong)
            return wrong;
        var mine = current.Value.ScopesFor(PeoplePermissions.Privacy);
        var report = await Count(request.Year, mine, cancel);
        var signed = await db.Records<ReportSignature>().AsNoTracking().SingleOrDefaultAsync(s => s.Year == request.Year, cancel);
        return report with
        {
            Signature = signed is null ? null : new(signed.SignedByName, signed.At, signed.Statement, signed.Figures == ReportTable.HashOf(mine.Covers(ScopePath.Root) ? report : await Count(request.Year, ScopeSet.Everywhere, cancel))),
            SignHindrance = (await Hindrance(request.Year, signed is not null, cancel))?.Message,
        };
    }

    public async Task<Result<Done>> Handle(SignMinorsReport request, CancellationToken cancel)
    {
        if (YearProblem(request.Year) is { } wrong)
            return wrong;
        var signed = await db.Records<ReportSignature>().AnyAsync(s => s.Year == request.Year, cancel);
        if (await Hindrance(request.Year, signed, cancel) is { } hindrance)
            return hindrance;
        db.Records<ReportSignature>().Add(new()
        {
            Year = request.Year,
            SignedBy = current.Value.Person!.Value,
            SignedByName = current.Value.Name,
            At = Clock.Now(time),
            Statement = request.Statement!.Trim(),
            Figures = ReportTable.HashOf(await Count(request.Year, ScopeSet.Everywhere, cancel)),
        });
        return Done.It;
    }

    private Problem? YearProblem(int year) => year >= 2020 && year <= LocalTime.Today(time).Year
        ? null
        : Problem.NotFound("year_unknown", "没有这一年的报告。", "There is no report of this year.");

    private async Task<Problem?> Hindrance(int year, bool signed, CancellationToken cancel)
    {
        if (!OfficerPlaces.OfAll(current.Value))
            return OfficerPlaces.WholeOnly;
        if (signed)
            return Problem.Conflict("report_signed", "这份报告已签发。", "This report is signed already.");
        if (year >= LocalTime.Today(time).Year)
            return Problem.Conflict("year_not_over", "年度结束后才能签发。", "A report is signed when its year is over.");
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var (from, to) = Bounds(year);
        var own = await db.Records<Account>().Where(a => a.PersonId == self).Select(a => a.Id).ToListAsync(cancel);
        return await db.Records<View>().AnyAsync(v => v.OfChild && v.At >= from && v.At < to && own.Contains(v.ViewerId), cancel)
            ? Problem.Forbidden("viewer_does_not_sign",
                "您当年查看过未成年人信息，须由他人签发。", "You looked at children's data in that year: somebody else has to sign.")
            : null;
    }

    private static (DateTimeOffset From, DateTimeOffset To) Bounds(int year) =>
        (LocalTime.StartOfDay(new(year, 1, 1)), LocalTime.StartOfDay(new(year + 1, 1, 1)));

    // Of a part of the installation: what concerns children who lived there in that year.
    private async Task<MinorsReportOfYear> Count(int year, ScopeSet places, CancellationToken cancel)
    {
        var (from, to) = Bounds(year);
        var now = Clock.Now(time);
        var until = to < now ? to : now;
        var youngest = LocalTime.DateOf(now).AddYears(-ConsentRules.GuardianAge);
        var all = places.Covers(ScopePath.Root);
        var lived = db.Scoped<HomeTie>(places).Where(t => t.From <= until && (t.To == null || t.To > from)).Select(t => t.PersonId);
        var live = db.Scoped<HomeTie>(places).Where(t => t.To == null || t.To > now).Select(t => t.PersonId);
        var requests = await db.Scoped<ChildAccess>(places).AsNoTracking().Where(a => a.At >= from && a.At < to)
            .Select(a => new { a.State, Reviewed = a.ReviewedAt != null }).ToListAsync(cancel);
        var views = await db.Records<View>().AsNoTracking().Where(v => v.OfChild && v.At >= from && v.At < to && (all || lived.Contains(v.PersonId))).ToListAsync(cancel);
        var shown = views.Where(v => v.Refused is null).ToList();
        var breaches = await db.Records<BreachPerson>().Where(p => p.OfChild)
            .Join(db.Scoped<Breach>(places).Where(b => b.At >= from && b.At < to), p => p.BreachId, b => b.Id, (p, b) => b.Id).Distinct().CountAsync(cancel);
        return new(
            year, until,
            await db.Records<Person>().CountAsync(p => p.ErasedAt == null && p.DiedOn == null && p.BirthDate > youngest && (all || live.Contains(p.Id)), cancel),
            requests.Count,
            requests.Count(r => r.State == ChildAccessState.Approved), requests.Count(r => r.State == ChildAccessState.Refused),
            requests.Count(r => r.State == ChildAccessState.Emergency), requests.Count(r => r.State == ChildAccessState.Emergency && !r.Reviewed),
            shown.Count, shown.Count(v => v.Approval is null), views.Count - shown.Count, breaches,
            await db.Records<Consent>().CountAsync(c => c.Way == ConsentWay.Guardian && c.GivenAt >= from && c.GivenAt < to && (all || lived.Contains(c.PersonId)), cancel),
            await db.Records<Consent>().CountAsync(c => c.Way == ConsentWay.Guardian && c.WithdrawnAt >= from && c.WithdrawnAt < to && (all || lived.Contains(c.PersonId)), cancel),
            [.. views.GroupBy(v => v.ViewerId).Select(g => new ViewerOfYear(
                g.First().ViewerName, UnitOf(g.First()), g.Count(v => v.Refused is null), g.Where(v => v.Refused is null).Select(v => v.PersonId).Distinct().Count(),
                g.Count(v => v.Emergency && v.Refused is null), g.Count(v => v.Refused is not null)))
                .OrderByDescending(v => v.Views).ThenBy(v => v.Name, StringComparer.Ordinal)],
            null, null);
    }

    private Phrase? UnitOf(View view) => view.ViewerPost is not { } post ? null
        : view.ViewerPlace is { } path && tree.Find(ScopePath.Parse(path, null)) is { } place
            ? new($"{place.Name.Zh}{PostNames.Of(post).Zh}", $"{PostNames.Of(post).En}, {place.Name.En}")
            : PostNames.Of(post);
}
