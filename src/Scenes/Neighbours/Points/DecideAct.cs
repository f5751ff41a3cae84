using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Points;

/// <summary>Acts at the caller's places that wait to be confirmed, and the latest decided.</summary>
internal sealed record ActsToDecide : IQuery<IReadOnlyList<ActToDecide>>;

/// <summary>A declared act as staff see it.</summary>
internal sealed record ActToDecide(Guid Id, string Who, Phrase Clause, DateOnly Day, string Text, IReadOnlyList<string> Photos, ActState State, long Points, string? Word, bool Mine);

/// <summary>Confirms an act, or not; confirmed it earns by the rule of its day.</summary>
/// <param name="Good">Whether it happened.</param>
/// <param name="Word">When not: why, 2–200 characters; the person reads it.</param>
internal sealed record DecideAct(bool Good, string? Word = null) : ICommand<ActDeclared>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Good}";

    public IEnumerable<Problem> Problems()
    {
        if (!Good && Text(Word, 200, "word", "请告诉居民为什么没有确认", "Tell the resident why") is { } word)
            yield return word;
        if (Word?.Length > 200)
            yield return Problem.Invalid("word", "neighbours.word_length", "说明最多 200 个字。", "A word has at most 200 characters.");
    }
}

internal sealed class DecideActHandler(LinliDb db, CurrentCaller current, IEarning earning, Misses misses, ICareLists care, IFileStore files, INotices notices, FieldCipher cipher, TimeProvider time)
    : IHandler<ActsToDecide, IReadOnlyList<ActToDecide>>, IHandler<DecideAct, ActDeclared>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/points/acts", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ActsToDecide(), cancel))
            .Needs(PointsPermissions.Confirm).WithTags("points").WithSummary("Acts to confirm 待确认的公约行为");
        api.MapPost("/points/acts/{id:guid}/decide", (Guid id, DecideAct request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(PointsPermissions.Confirm).WithTags("points").WithSummary("Confirm an act, or not 确认公约行为");
    }

    public async Task<Result<IReadOnlyList<ActToDecide>>> Handle(ActsToDecide request, CancellationToken cancel)
    {
        var rows = await db.Scoped<DeclaredAct>(current.Value.ScopesFor(PointsPermissions.Confirm)).AsNoTracking()
            .Join(db.Unfiltered<CovenantClause>(), a => a.Clause, c => c.Id, (a, c) => new { a, c.TextZh, c.TextEn })
            .OrderBy(x => x.a.State != ActState.Waiting).ThenByDescending(x => x.a.At).Take(60).ToListAsync(cancel);
        var names = await care.NamesOf([.. rows.Select(r => r.a.Person).Distinct()], masked: true, cancel);
        var lines = new List<ActToDecide>(rows.Count);
        foreach (var row in rows)
            lines.Add(new(
                row.a.Id, names.GetValueOrDefault(row.a.Person, "–"), (row.TextZh, row.TextEn), row.a.Day, cipher.Open(row.a.Text), [.. (await files.Of(ActPhotos.Kind, row.a.Id, cancel)).Select(f => f.Url)],
                row.a.State, row.a.Points, row.a.Word, current.Value.MayBe(row.a.Person)));
        return lines;
    }

    public async Task<Result<ActDeclared>> Handle(DecideAct request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"points.act.{request.Id}", cancel);
        if (await db.Scoped<DeclaredAct>(current.Value.ScopesFor(PointsPermissions.Confirm)).SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is not { } act)
            return Problem.NotFound("points.act_not_found", "没有找到这条申报。", "This declaration was not found.");
        if (current.Value.MayBe(act.Person))
            return Problem.Forbidden("points.own_act", "自己的申报由同事确认。", "A colleague confirms your own.");
        if (act.State != ActState.Waiting)
            return act.State == (request.Good ? ActState.Confirmed : ActState.Refused) ? new ActDeclared(act.Id, act.State)
                : Problem.Conflict("points.act_decided", "这条申报已处理。", "This was decided already.");
        (act.State, act.By, act.DecidedAt, act.Word) = (request.Good ? ActState.Confirmed : ActState.Refused, current.Value.Account, Clock.Now(time), Clean(request.Word, 200) is { Length: > 0 } word ? word : null);
        if (request.Good)
        {
            var done = new Act(act.Event, $"act.{act.Id:N}", act.Person, ScopePath.Parse(act.Scope, null), act.Day) { Witnessed = true, Proof = $"照片 {act.Id:N}", ToldOn = LocalTime.DateOf(act.At) };
            var earned = await earning.Earn(done, cancel);

            // The person did what the covenant thanks for: they wait for the budget, and lose nothing by it.
            if (!earned.Ok && Misses.WaitsForBudget(earned.Problem))
                return earned.Problem with
                {
                    Message = ($"{earned.Problem.Message.Zh}这条申报仍待确认：设好预算后再确认，居民不会少得积分。", $"{earned.Problem.Message.En} It waits on: confirm it once there is a budget, and the resident loses nothing."),
                };
            if (earned.Ok)
                act.Points = earned.Value.Points;
            else
            {
                misses.Add(done, earned.Problem);
                act.Word ??= earned.Problem.Message.Zh;
            }
        }

        await notices.Tell(act.Account, "points.act", request.Good ? ("您申报的行为已确认", "Your act was confirmed") : ("您申报的行为未确认", "Your act was not confirmed"),
            request.Good ? ($"得 {act.Points} 积分。", $"{act.Points} points.") : ("请查看说明。", "Read why."), "/points", $"points-act:{act.Id}", cancel);
        return new ActDeclared(act.Id, act.State);
    }
}
