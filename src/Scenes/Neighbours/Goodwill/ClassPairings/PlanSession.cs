using Linli.Neighbours.Goodwill.Wishes;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>Plans a video session with pupils whose guardians agreed, or moves one that is planned.</summary>
/// <param name="Pairing">Which pairing.</param>
/// <param name="Session">The session to move; left out for a new one.</param>
/// <param name="Title">2–60 characters without names.</param>
/// <param name="StartsAt">To come, between 7:00 and 21:00.</param>
/// <param name="EndsAt">At most three hours later.</param>
/// <param name="Link">https; for staff and guardians only.</param>
/// <param name="Pupils">Who takes part; refused while a guardian's consent is missing.</param>
internal sealed record PlanSession(Guid Pairing, Guid? Session, string? Title, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Link, IReadOnlyList<Guid>? Pupils) : ICommand<SessionPlanned>, IValidated, IAudited
{
    public string? AuditSubject => Pairing.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Title, 60, "title", "请填写主题", "Name the session") is { } title)
            yield return title;
        else if (WishRules.Revealing(Title, "title") is { Code: "wishes.revealing" } revealing)
            yield return revealing;
        if (!ClassRules.IsLink(Link))
            yield return Problem.Invalid("link", "classes.link", "连线地址须以 https:// 开头。", "The link begins with https://.");
        if (Pupils is { Count: > 200 })
            yield return Problem.Invalid("pupils", "classes.pupils", "最多 200 人。", "At most 200 take part.");
    }
}

/// <summary>A session that was planned.</summary>
internal sealed record SessionPlanned(Guid Id, int Pupils);

/// <summary>Calls a session off.</summary>
internal sealed record CallOffSession(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Says that a session took place, who of the list was there, and what came of it.</summary>
/// <param name="Came">Pupils of the list who were there.</param>
/// <param name="Note">2–100 characters without names.</param>
/// <param name="Id">Which one.</param>
internal sealed record HoldSession(Guid Id, IReadOnlyList<Guid>? Came, string? Note) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (WishRules.Revealing(Note, "note") is { } note)
            yield return note;
    }
}

internal sealed class PlanSessionHandler(LinliDb db, ClassBook book, IConsents consents, TimeProvider time)
    : IHandler<PlanSession, SessionPlanned>, IHandler<CallOffSession, Done>, IHandler<HoldSession, Done>, IUseCase
{
    private static readonly Problem noSession = Problem.NotFound("classes.session_not_found", "没有找到这次连线，或已经结束。", "This session was not found, or is over.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/class-pairings/{id:guid}/sessions", (Guid id, PlanSession request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Pairing = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Plan or move a video session 视频连线");
        api.MapPost("/class-pairings/sessions/{id:guid}/call-off", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CallOffSession(id), cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Call a session off");
        api.MapPost("/class-pairings/sessions/{id:guid}/held", (Guid id, HoldSession request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("A session took place");
    }

    public async Task<Result<SessionPlanned>> Handle(PlanSession request, CancellationToken cancel)
    {
        await book.Lock(request.Pairing, cancel);
        if (await book.Of(request.Pairing, cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (pairing.State != ClassState.Active)
            return ClassBook.Ended;
        var now = Clock.Now(time);
        if (ClassRules.Time(request.StartsAt, request.EndsAt, now) is { } wrong)
            return wrong;
        Guid[] ids = [.. (request.Pupils ?? []).Distinct()];
        var pupils = await db.Records<ClassPupil>().Where(p => p.Pairing == pairing.Id && ids.Contains(p.Id) && p.LeftAt == null).ToListAsync(cancel);
        if (pupils.Count != ids.Length)
            return Problem.Invalid("pupils", "classes.pupil_not_found", "名单里没有其中的同学。", "Somebody is not on the list.");
        var agreeing = await consents.Having([.. pupils.Select(p => p.Person).OfType<Guid>()], ClassRules.Purpose, cancel);
        if (pupils.Where(p => p.Person is { } child ? !agreeing.Contains(child) : p.SignedOn is null).Select(p => p.Letter).ToList() is { Count: > 0 } missing)
            return Problem.Conflict("classes.guardian_missing", $"{string.Join('、', missing)} 的监护人还没有同意。", $"The guardians of {string.Join(", ", missing)} have not agreed.") with { Field = "pupils" };
        var session = request.Session is { } known ? await db.Records<VideoSession>().SingleOrDefaultAsync(s => s.Id == known && s.Pairing == pairing.Id && s.State == SessionState.Planned, cancel) : null;
        if (request.Session is not null && session is null)
            return noSession;
        if (session is null)
            db.Records<VideoSession>().Add(session = new()
            {
                Id = Guid.CreateVersion7(now), Pairing = pairing.Id, Title = "", StartsAt = now, EndsAt = now, Link = "", State = SessionState.Planned, Sequence = -1,
            });
        (session.Title, session.StartsAt, session.EndsAt, session.Link) = (Clean(request.Title, 60), Clock.ToMicroseconds(request.StartsAt!.Value), Clock.ToMicroseconds(request.EndsAt!.Value), new Uri(request.Link!).AbsoluteUri);
        session.Sequence++;
        var seats = await db.Records<VideoSeat>().Where(s => s.Session == session.Id).ToListAsync(cancel);
        db.Records<VideoSeat>().RemoveRange(seats.Where(s => !ids.Contains(s.Pupil)));
        db.Records<VideoSeat>().AddRange(ids.Except(seats.Select(s => s.Pupil)).Select(p => new VideoSeat { Id = Guid.CreateVersion7(now), Session = session.Id, Pupil = p }));
        await book.Tell(session, pupils, ("有一次视频连线", "A video session"), ("时间和日历文件在“学校结对”。", "Time and calendar file are under Paired schools."), cancel);
        return new SessionPlanned(session.Id, ids.Length);
    }

    public async Task<Result<Done>> Handle(CallOffSession request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } session)
            return noSession;
        await book.CallOff(session, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(HoldSession request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } session)
            return noSession;
        if (session.StartsAt > Clock.Now(time))
            return Problem.Conflict("classes.not_begun", "连线还没有开始。", "The session has not begun.");
        var seats = await db.Records<VideoSeat>().Where(s => s.Session == session.Id).ToListAsync(cancel);
        if ((request.Came ?? []).Except(seats.Select(s => s.Pupil)).Any())
            return Problem.Invalid("came", "classes.pupil_not_found", "名单里没有其中的同学。", "Somebody is not on the list.");
        foreach (var seat in seats)
            seat.Came = request.Came?.Contains(seat.Pupil) ?? false;
        (session.State, session.Note) = (SessionState.Held, Clean(request.Note, 100));
        return Done.It;
    }

    private async Task<VideoSession?> Mine(Guid id, CancellationToken cancel)
    {
        if (await db.Records<VideoSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } seen || await book.Of(seen.Pairing, cancel) is null)
            return null;
        await book.Lock(seen.Pairing, cancel);
        return await db.Records<VideoSession>().SingleOrDefaultAsync(s => s.Id == id && s.State == SessionState.Planned, cancel);
    }
}
