using Linli.People.Privacy.Consents;
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

namespace Linli.People.Privacy.Assessments;

/// <summary>Writes down what a use of sensitive data means for people, and whether it may begin (R37, PIPL arts. 55–56).</summary>
/// <param name="Purpose">Code of a sensitive purpose.</param>
/// <param name="Necessity">Why it is lawful and cannot be done with less, 10–2,000 characters.</param>
/// <param name="Risks">What could happen to people, 10–2,000 characters.</param>
/// <param name="Measures">What is done against it, 10–2,000 characters.</param>
/// <param name="Approve">Whether it may begin.</param>
/// <param name="ValidUntil">Last local day on which this counts, at most three years ahead.</param>
internal sealed record AssessPurpose(string? Purpose, string? Necessity, string? Risks, string? Measures, bool Approve, DateOnly? ValidUntil)
    : ICommand<AssessmentMade>, IValidated, IAudited
{
    public string? AuditSubject => Purpose;

    public IEnumerable<Problem> Problems()
    {
        foreach (var (field, text, zh, en) in new[]
        {
            ("necessity", Necessity, "必要性", "the necessity"), ("risks", Risks, "风险", "the risks"), ("measures", Measures, "保护措施", "the measures"),
        })
            if (text?.Trim() is not { Length: >= 10 and <= 2000 })
                yield return Problem.Invalid(field, $"{field}_missing", $"请写清{zh}（10–2000 个字）。", $"Describe {en} (10–2,000 characters).");
        if (ValidUntil is null)
            yield return WrongDay;
    }

    public static Problem WrongDay => Problem.Invalid("validUntil", "valid_until_wrong",
        "有效期应在今天以后、三年以内。", "It holds until a day from today on, three years ahead at most.");
}

/// <summary>The assessment as it was written.</summary>
internal sealed record AssessmentMade(Guid Id);

/// <summary>Every assessment, and the sensitive purposes that still need one.</summary>
internal sealed record ListAssessments : IQuery<AssessmentBook>;

/// <summary>All assessments.</summary>
/// <param name="Purposes">The sensitive purposes with whether they may be switched on.</param>
/// <param name="Assessments">Every assessment, newest first.</param>
internal sealed record AssessmentBook(IReadOnlyList<PurposeToAssess> Purposes, IReadOnlyList<AssessmentLine> Assessments);

/// <summary>A sensitive purpose.</summary>
internal sealed record PurposeToAssess(string Code, Phrase Title, bool MayAsk, int Agreed);

/// <summary>One assessment.</summary>
internal sealed record AssessmentLine(
    Guid Id, string Purpose, Phrase Title, string Necessity, string Risks, string Measures, AssessmentDecision Decision, string By,
    DateTimeOffset At, DateOnly ValidUntil, bool Stands);

internal sealed class AssessPurposeHandler(LinliDb db, PurposeTexts texts, ConsentDesk desk, CurrentCaller current, TimeProvider time)
    : IHandler<AssessPurpose, AssessmentMade>, IHandler<ListAssessments, AssessmentBook>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/privacy/assessments", (AssessPurpose request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, made => $"/api/v1/privacy/assessments#{made.Id}", cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Record an impact assessment 影响评估");
        api.MapGet("/privacy/assessments", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListAssessments(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Impact assessments");
    }

    public Task<Result<AssessmentMade>> Handle(AssessPurpose request, CancellationToken cancel) => Task.FromResult(Record(request));

    private Result<AssessmentMade> Record(AssessPurpose request)
    {
        if (!OfficerPlaces.OfAll(current.Value))
            return OfficerPlaces.WholeOnly;
        if (texts.Find(request.Purpose) is not { Sensitive: true } purpose)
            return Problem.Invalid("purpose", "purpose_not_sensitive", "请选择一项使用敏感信息的用途。", "Choose a purpose that uses sensitive data.");
        if (current.Value.Person is null)
            return ConsentProblems.Machines;
        var now = Clock.Now(time);
        var today = LocalTime.DateOf(now);
        if (request.ValidUntil < today || request.ValidUntil > today.AddYears(3))
            return AssessPurpose.WrongDay;
        var made = new Assessment
        {
            Id = Guid.CreateVersion7(now),
            Purpose = purpose.Code,
            Necessity = request.Necessity!.Trim(),
            Risks = request.Risks!.Trim(),
            Measures = request.Measures!.Trim(),
            Decision = request.Approve ? AssessmentDecision.Approved : AssessmentDecision.Rejected,
            DecidedBy = current.Value.Account!.Value,
            DecidedByName = current.Value.Name,
            At = now,
            ValidUntil = request.ValidUntil!.Value,
        };
        db.Records<Assessment>().Add(made);
        return new AssessmentMade(made.Id);
    }

    public async Task<Result<AssessmentBook>> Handle(ListAssessments request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var rows = await db.Records<Assessment>().AsNoTracking().OrderByDescending(a => a.At).ToListAsync(cancel);
        var purposes = new List<PurposeToAssess>();
        foreach (var purpose in texts.All.Where(p => p.Sensitive))
            purposes.Add(new(purpose.Code, purpose.Title, await desk.MayAsk(purpose, cancel),
                await db.Records<Consent>().CountAsync(c => c.Purpose == purpose.Code && c.WithdrawnAt == null, cancel)));
        return new AssessmentBook(
            purposes,
            rows.ConvertAll(a => new AssessmentLine(
                a.Id, a.Purpose, texts.Find(a.Purpose)?.Title ?? new(a.Purpose, a.Purpose), a.Necessity, a.Risks, a.Measures, a.Decision,
                a.DecidedByName, a.At, a.ValidUntil, AssessmentRules.Stands(a, today))));
    }
}
