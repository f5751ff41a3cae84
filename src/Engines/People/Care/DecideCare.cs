using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>The responsible of the place approves or refuses the entry of a child under 14; never of their own making.</summary>
/// <param name="Id">Which entry.</param>
/// <param name="Approve">The decision.</param>
/// <param name="Reason">Compulsory when refusing.</param>
internal sealed record DecideCare(Guid Id, bool Approve, string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Approve && CareRules.Text(Reason, 200, "reason", "请写明不批准的原因", "Say why not") is { } reason)
            yield return reason;
    }
}

/// <summary>Looks again at an entry: it goes on until the next review, or ends with a reason.</summary>
/// <param name="Id">Which entry.</param>
/// <param name="ReviewOn">Goes on, and when to look again.</param>
/// <param name="EndReason">Or why it ends.</param>
internal sealed record ReviewCare(Guid Id, DateOnly? ReviewOn, string? EndReason = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ReviewOn is null && CareRules.Text(EndReason, 200, "endReason", "请写明移出原因，或填写下次复核日期", "Say why it ends, or when to look again") is { } reason)
            yield return reason;
    }
}

internal sealed class DecideCareHandler(LinliDb db, CurrentCaller current, CareDesk desk) : IHandler<DecideCare, Done>, IHandler<ReviewCare, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/care/entries/{id:guid}/decide", (Guid id, DecideCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.CareLead).WithTags("care").WithSummary("Approve the entry of a child under 14, or not");
        api.MapPost("/care/entries/{id:guid}/review", (Guid id, ReviewCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Look again: go on or end");
    }

    public async Task<Result<Done>> Handle(DecideCare request, CancellationToken cancel)
    {
        if (await desk.Entries(current.Value.ScopesFor(PeoplePermissions.CareLead)).SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } entry)
            return CareDesk.NoEntry;
        if (entry.State != CareState.Waiting)
            return Problem.Conflict("care.decided", "这条记录已经处理过了。", "This entry was decided already.");
        if (await desk.SamePerson(entry.EnteredBy, desk.Me, cancel))
            return Problem.Forbidden("care.own_entry", "不能批准自己录入的记录，请另一位负责人批准。", "Nobody approves what they entered themselves: ask another responsible.");
        entry.DecidedBy = desk.Me;
        if (!request.Approve)
        {
            await desk.End(entry, CareState.Refused, desk.Me, CareRules.Clean(request.Reason, 200), cancel);
            return Done.It;
        }

        entry.State = CareState.Listed;
        await desk.ApproveAll(entry, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(ReviewCare request, CancellationToken cancel)
    {
        var entry = await db.Unfiltered<CareEntry>().SingleOrDefaultAsync(e => e.Id == request.Id && e.State == CareState.Listed, cancel);
        if (entry is null || !await desk.MayKnow(entry, cancel))
            return CareDesk.NoEntry;
        if (request.ReviewOn is { } next)
        {
            if (CareRules.Dates(entry.From, entry.To, next, desk.Today) is { Field: "reviewOn" } wrong)
                return wrong;
            entry.ReviewOn = next;
            await desk.ApproveAll(entry, cancel);
            return Done.It;
        }

        await desk.End(entry, CareState.Ended, desk.Me, CareRules.Clean(request.EndReason, 200), cancel);
        return Done.It;
    }
}
