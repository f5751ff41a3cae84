using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.Pairings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>Pairs two classes (班级结对); it runs once the heads of both schools agreed.</summary>
/// <param name="Place">Code of the place of our school.</param>
/// <param name="OursAgreedOn">Day of our school's signature, where it is there.</param>
/// <param name="TheirsAgreedOn">Day of theirs.</param>
/// <param name="OurClass">Its class.</param>
/// <param name="OurSchool">Name of our school, 2–40 characters.</param>
/// <param name="TheirClass">Its class.</param>
/// <param name="TheirPlace">Where it is.</param>
/// <param name="TheirSchool">Name of the other school.</param>
internal sealed record PairClasses(
    string? Place, string? OurSchool, string? OurClass, string? TheirSchool, string? TheirPlace, string? TheirClass, DateOnly? OursAgreedOn = null, DateOnly? TheirsAgreedOn = null) : ICommand<ClassesPaired>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        foreach (var (field, text) in new[] { ("ourSchool", OurSchool), ("ourClass", OurClass), ("theirSchool", TheirSchool), ("theirPlace", TheirPlace), ("theirClass", TheirClass) })
            if (Text(text, 40, field, "请填写学校、班级和地方", "Give schools, classes and where") is { } wrong)
                yield return wrong;
    }
}

/// <summary>Two classes that were paired.</summary>
internal sealed record ClassesPaired(Guid Id, ClassState State);

/// <summary>Notes that the head of a school agreed.</summary>
internal sealed record AgreeClasses(Guid Id, ClassSide Side, DateOnly? On) : ICommand<ClassesPaired>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Ends a pairing: pupils are on no list any more, sessions to come are called off.</summary>
internal sealed record EndClasses(Guid Id, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Reason, 200, "reason", "请写明原因", "Say why") is { } reason)
            yield return reason;
    }
}

/// <summary>Notes a contact of the classes, without names.</summary>
internal sealed record LogClassContact(Guid Id, DateOnly? On, ContactWay Way, string? Text) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (WishRules.Revealing(Text, "text") is { } text)
            yield return text;
        if (On is null)
            yield return Problem.Invalid("on", "classes.on", "请填写日期。", "Give the day.");
    }
}

internal sealed class PairClassesHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ClassBook book, TimeProvider time)
    : IHandler<PairClasses, ClassesPaired>, IHandler<AgreeClasses, ClassesPaired>, IHandler<EndClasses, Done>, IHandler<LogClassContact, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/class-pairings", (PairClasses request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Pair two classes 班级结对");
        api.MapPost("/class-pairings/{id:guid}/agree", (Guid id, AgreeClasses request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("A school agreed");
        api.MapPost("/class-pairings/{id:guid}/end", (Guid id, EndClasses request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("End a pairing of classes");
        api.MapPost("/class-pairings/{id:guid}/contacts", (Guid id, LogClassContact request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Note a contact of the classes 联系记录");
    }

    public async Task<Result<ClassesPaired>> Handle(PairClasses request, CancellationToken cancel)
    {
        await Task.CompletedTask;
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(GoodwillPermissions.Classes, place.Path))
            return Problem.Invalid("place", "classes.place", "请选择您负责的社区或联建组。", "Choose a community or group you work for.");
        if (Wrong(request.OursAgreedOn))
            return WrongDay with { Field = "oursAgreedOn" };
        if (Wrong(request.TheirsAgreedOn))
            return WrongDay with { Field = "theirsAgreedOn" };
        var now = Clock.Now(time);
        var pairing = new ClassPairing
        {
            Id = Guid.CreateVersion7(now), Scope = place.Path.Value, OurSchool = Clean(request.OurSchool, 40), OurClass = Clean(request.OurClass, 40), TheirSchool = Clean(request.TheirSchool, 40), TheirPlace = Clean(request.TheirPlace, 40),
            TheirClass = Clean(request.TheirClass, 40), State = ClassState.Proposed, OursAgreedOn = request.OursAgreedOn, TheirsAgreedOn = request.TheirsAgreedOn, Coordinator = current.Value.Account ?? Guid.Empty, At = now,
        };
        db.Insert(pairing);
        return Run(pairing);
    }

    public async Task<Result<ClassesPaired>> Handle(AgreeClasses request, CancellationToken cancel)
    {
        if (await book.Of(request.Id, cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (request.On is null || Wrong(request.On))
            return WrongDay;
        if (pairing.State == ClassState.Ended)
            return ClassBook.Ended;
        if (request.Side == ClassSide.Ours)
            pairing.OursAgreedOn ??= request.On;
        else
            pairing.TheirsAgreedOn ??= request.On;
        return Run(pairing);
    }

    public async Task<Result<Done>> Handle(EndClasses request, CancellationToken cancel)
    {
        await book.Lock(request.Id, cancel);
        if (await book.Of(request.Id, cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (pairing.State == ClassState.Ended)
            return ClassBook.Ended;
        (pairing.State, pairing.EndedAt, pairing.EndReason) = (ClassState.Ended, Clock.Now(time), Clean(request.Reason, 200));
        foreach (var session in await db.Records<VideoSession>().Where(s => s.Pairing == pairing.Id && s.State == SessionState.Planned).ToListAsync(cancel))
            await book.CallOff(session, cancel);
        foreach (var pupil in await db.Records<ClassPupil>().Where(p => p.Pairing == pairing.Id && p.LeftAt == null).ToListAsync(cancel))
            await book.Leave(pupil, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(LogClassContact request, CancellationToken cancel)
    {
        if (await book.Of(request.Id, cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (pairing.State != ClassState.Active)
            return ClassBook.Ended;
        if (Wrong(request.On))
            return WrongDay;
        var now = Clock.Now(time);
        db.Records<ClassContact>().Add(new() { Id = Guid.CreateVersion7(now), Pairing = pairing.Id, On = request.On!.Value, Way = request.Way, Text = Clean(request.Text, 100), By = current.Value.Account ?? Guid.Empty, At = now });
        return Done.It;
    }

    private static Problem WrongDay => Problem.Invalid("on", "classes.on", "日期应在过去一年之内，不晚于今天。", "The day lies within the last year, today at the latest.");

    private bool Wrong(DateOnly? day) => day is { } one && (one > LocalTime.Today(time) || one < LocalTime.Today(time).AddYears(-1));

    private static ClassesPaired Run(ClassPairing pairing)
    {
        if (pairing is { State: ClassState.Proposed, OursAgreedOn: not null, TheirsAgreedOn: not null })
            pairing.State = ClassState.Active;
        return new(pairing.Id, pairing.State);
    }
}
