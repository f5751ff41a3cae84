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

/// <summary>Puts work on the job board (发布招工), or changes it: how many were taken on, until when.</summary>
/// <param name="Place">Code of its place.</param>
/// <param name="Title">2–30 characters.</param>
/// <param name="Employer">The enterprise, 2–40 characters.</param>
/// <param name="Pay">In words, at most 40 characters.</param>
/// <param name="About">At most 500 characters.</param>
/// <param name="Phone">The enterprise's number, 5–30 characters.</param>
/// <param name="Places">1–1,000.</param>
/// <param name="Filled">How many were taken on.</param>
/// <param name="Until">Last local day, at most half a year ahead; of one that is there, the day it has is taken too when it is over.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record KeepJob(string? Place, string? Title, string? Employer, string? Pay, string? About, string? Phone, int Places = 1, int Filled = 0, DateOnly? Until = null, string? IdempotencyKey = null)
    : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid? Id { get; init; }

    object IRepeatable.Wish => (Id, this);

    public string? AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Title, 30, out var title) || title.Length < 2)
            yield return Problem.Invalid("title", "jobs.title", "岗位名称为 2–30 个字。", "A job's name has 2–30 characters.");
        if (!PlainText.TryCleanLine(Employer, 40, out var employer) || employer.Length < 2)
            yield return Problem.Invalid("employer", "jobs.employer", "请填写用人单位（2–40 个字）。", "Give the enterprise (2–40 characters).");
        if (!PlainText.TryCleanLine(Pay, 40, out _) || !PlainText.TryClean(About, 500, out _))
            yield return Problem.Invalid("about", "jobs.about", "待遇不超过 40 个字，说明不超过 500 个字。", "Pay has at most 40 characters, the description 500.");
        if (!PlainText.TryCleanLine(Phone, 30, out var phone) || phone.Count(char.IsAsciiDigit) < 5)
            yield return Problem.Invalid("phone", "jobs.phone", "请填写单位的联系电话。", "Give the enterprise's telephone.");
        if (Places is < 1 or > 1000 || Filled < 0 || Filled > Places)
            yield return Problem.Invalid("places", "jobs.places", "招 1 到 1000 人，已招人数不超过招工人数。", "Give 1 to 1,000 places, and no more taken on than that.");
    }
}

/// <summary>The jobs of the caller's places (招工台账), those that are full or over for half a year too, the latest first.</summary>
internal sealed record JobsAtDesk : IQuery<IReadOnlyList<JobLine>>;

internal sealed class KeepJobHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<KeepJob, Guid>, IHandler<JobsAtDesk, IReadOnlyList<JobLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/culture/jobs", (KeepJob request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CultureParts.Keep).WithTags("Culture").WithSummary("Put work on the job board 发布招工");
        api.MapGet("/culture/jobs/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new JobsAtDesk(), cancel))
            .Needs(CultureParts.Keep).WithTags("Culture").WithSummary("Jobs at the desk, full and past ones too 招工台账");
        api.MapPut("/culture/jobs/{id:guid}", (Guid id, KeepJob request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(CultureParts.Keep).WithTags("Culture").WithSummary("Change a job 修改招工");
    }

    public async Task<Result<IReadOnlyList<JobLine>>> Handle(JobsAtDesk request, CancellationToken cancel)
    {
        var since = LocalTime.Today(time).AddDays(-183);
        return await db.Scoped<JobPost>(current.Value.ScopesFor(CultureParts.Keep)).AsNoTracking().Where(j => j.Until >= since).OrderByDescending(j => j.Until).ThenBy(j => j.Id).Take(300)
            .Select(j => new JobLine(j.Id, j.Title, j.Employer, j.Pay, j.About, j.Phone, j.Places, j.Filled, j.Until)).ToListAsync(cancel);
    }

    public async Task<Result<Guid>> Handle(KeepJob request, CancellationToken cancel)
    {
        var (today, now) = (LocalTime.Today(time), Clock.Now(time));
        var row = request.Id is { } id ? await db.Scoped<JobPost>(current.Value.ScopesFor(CultureParts.Keep)).SingleOrDefaultAsync(j => j.Id == id, cancel) : null;
        if (request.Id is not null && row is null)
            return Problem.NotFound("jobs.not_found", "没有这条招工信息。", "There is no such job.");
        // Whoever was taken on in the last days is written down after they are over.
        if (request.Until is not { } until || (until != row?.Until && (until < today || until > today.AddDays(183))))
            return Problem.Invalid("until", "jobs.until", "截止日期在今天到半年之内。", "The last day lies between today and half a year ahead.");
        if (row is null && (tree.FindCode(request.Place ?? "") is not { } found || !current.Value.May(CultureParts.Keep, found.Path)))
            return Problem.Invalid("place", "culture.place", "请选择您负责的地点。", "Choose a place you look after.");
        PlainText.TryCleanLine(request.Title, 30, out var title);
        PlainText.TryCleanLine(request.Employer, 40, out var employer);
        PlainText.TryCleanLine(request.Pay, 40, out var pay);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Phone, 30, out var phone);
        if (row is null)
            db.Insert(row = new() { Id = Guid.CreateVersion7(now), Scope = tree.FindCode(request.Place!)!.Path.Value, Title = title, Employer = employer, Phone = phone, Places = request.Places, Until = until, At = now });
        (row.Title, row.Employer, row.Pay, row.About, row.Phone) = (title, employer, pay.Length == 0 ? null : pay, about.Length == 0 ? null : about, phone);
        (row.Places, row.Filled, row.Until, row.Version) = (request.Places, request.Filled, until, row.Version + 1);
        return row.Id;
    }
}
