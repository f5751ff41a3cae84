using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>
/// Says whether what earned points happened (抽查). If not, what is still there of them is taken back, and never more: nobody
/// falls below zero, and the person may appeal (R21).
/// </summary>
/// <param name="Good">Whether it happened.</param>
/// <param name="Note">What was seen, 2 to 500 characters; the person reads it.</param>
public sealed record AuditEarning(bool Good, string Note) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which earning.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {(Good ? "good" : "taken back")}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Note, 500, out var note) || note.Length < 2)
            yield return Problem.Invalid("note", "ledger.audit_note", "请写明看到了什么，2–500 个字。", "Say in 2 to 500 characters what was seen.");
    }
}

internal sealed class AuditEarningHandler(LinliDb db, EarningDesk desk, CurrentCaller current) : IHandler<AuditEarning, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earnings/{id:guid}/audit", (Guid id, AuditEarning request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Audit).WithTags("Ledger").WithSummary("Say whether what earned points happened 抽查积分");

    public async Task<Result<Done>> Handle(AuditEarning request, CancellationToken cancel)
    {
        PlainText.TryClean(request.Note, int.MaxValue, out var note);
        if (await db.Scoped<EarningRow>(current.Value.ScopesFor(LedgerPermissions.Audit)).SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } earning)
            return NotFound;
        // A retry after a lost answer hears what it was told before.
        if (earning.AuditedBy is { } auditor && auditor == current.Value.Account && earning.State == (request.Good ? EarningState.AuditedGood : EarningState.TakenBack))
            return Done.It;
        if (earning.State is not (EarningState.ToAudit or EarningState.Granted))
            return Problem.Conflict("ledger.earning_state", "这笔积分已经核查过。", "This earning was looked at already.");
        if (current.Value.MayBe(earning.Person))
            return Problem.Forbidden("ledger.own_earning", "不能核查自己的积分。", "Nobody audits their own points.");
        (earning.AuditedBy, earning.AuditNote, earning.Version) = (current.Value.Account, note, earning.Version + 1);
        earning.State = request.Good ? EarningState.AuditedGood : EarningState.TakenBack;
        return request.Good ? Done.It : await desk.Take(earning, ("抽查不符，收回积分；可申诉", "It did not happen as was said: taken back; you may appeal"), cancel);
    }

    internal static readonly Problem NotFound = Problem.NotFound("ledger.earning_not_found", "没有找到这笔积分。", "This earning was not found.");
}
