using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Points;

/// <summary>Says that one did what a clause of the covenant asks for, with a photo (公约行为申报); the steward confirms it.</summary>
/// <param name="Clause">Which clause.</param>
/// <param name="Day">On which local day, at most 14 days ago.</param>
/// <param name="Text">What was done, 2–300 characters; encrypted.</param>
/// <param name="Photos">1–3 photos uploaded before.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record DeclareAct(Guid Clause, DateOnly Day, string? Text, IReadOnlyList<FileId>? Photos, string? IdempotencyKey = null) : ICommand<ActDeclared>, IValidated, IRepeatable
{
    object IRepeatable.Wish => this with { Photos = null };

    public IEnumerable<Problem> Problems()
    {
        if (Visits.VisitRules.Text(Text, 300, "text", "请写明做了什么", "Say what you did") is { } text)
            yield return text;
        if (Photos is not { Count: > 0 and <= 3 })
            yield return Problem.Invalid("photos", "points.act_photo", "请附 1–3 张照片作为凭证。", "Add 1 to 3 photos as proof.");
    }
}

/// <summary>An act that was declared.</summary>
internal sealed record ActDeclared(Guid Id, ActState State);

internal sealed class DeclareActHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people, IFileStore files, FieldCipher cipher, TimeProvider time)
    : IHandler<DeclareAct, ActDeclared>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/points/acts", (DeclareAct request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(PointsPermissions.Declare).WithTags("points").WithSummary("Declare an act of the covenant 申报公约行为");

    public async Task<Result<ActDeclared>> Handle(DeclareAct request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home || current.Value is not { Person: { } me, Account: { } account })
            return FriendProblems.NotResident;
        var today = LocalTime.Today(time);
        if (request.Day > today || request.Day < today.AddDays(-14))
            return Problem.Invalid("day", "points.act_day", "日期须在最近 14 天内。", "The day lies within the last 14 days.");
        string[] above = [.. home.Community.Path.SelfAndAncestors().Select(p => p.Value)];
        // The covenant under which one lives, as it was that day; the nearest place has the word about a number.
        var (id, day) = (request.Clause, request.Day);
        if (await db.Unfiltered<CovenantClause>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && above.Contains(c.Scope) && c.From <= day && (c.To == null || c.To >= day), cancel) is not { Declared: true } clause
            || await db.Unfiltered<CovenantClause>().AnyAsync(
                c => c.Number == clause.Number && above.Contains(c.Scope) && c.Scope.Length > clause.Scope.Length && c.From <= day && (c.To == null || c.To >= day), cancel))
            return Problem.Invalid("clause", "points.act_clause", "请选择当天有效、可以申报的条款。", "Choose a clause of that day that can be declared.");
        var now = Clock.Now(time);
        var act = new DeclaredAct
        {
            Id = Guid.CreateVersion7(now), Scope = (await people.HomeGrids(account, cancel)).Select(g => g.Value).FirstOrDefault() ?? home.Community.Path.Value, Person = me, Account = account,
            Clause = clause.Id, Event = clause.Event, Day = request.Day, Text = cipher.Seal(Clean(request.Text, 300)), State = ActState.Waiting, At = now,
        };
        db.Insert(act);
        var attached = await files.Attach([.. request.Photos!], ActPhotos.Kind, act.Id, ScopePath.Parse(act.Scope, null), cancel, "photos");
        return attached.Ok ? new ActDeclared(act.Id, act.State) : attached.As<ActDeclared>();
    }
}

/// <summary>Photos of an act are for whoever declared it and who confirms it.</summary>
internal sealed class ActPhotos(LinliDb db) : IFileGuard
{
    public const string Kind = "declared-act";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        await db.Scoped<DeclaredAct>(caller.ScopesFor(PointsPermissions.Confirm), a => a.Person == caller.Person).AnyAsync(a => a.Id == subject, cancel);
}
