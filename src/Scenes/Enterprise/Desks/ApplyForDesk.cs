using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Somebody applies for a membership (申请入驻), for themselves or for a team.</summary>
/// <param name="Plan">Which plan.</param>
/// <param name="Team">What the team calls itself, 2 to 40 characters.</param>
/// <param name="Purpose">What they work on, 2 to 300 characters; staff read it.</param>
/// <param name="From">From which day on, today to 60 days ahead; as soon as it is paid when left out.</param>
internal sealed record ApplyForDesk(Guid Plan, string Team, string Purpose, DateOnly? From = null) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Space { get; init; } = "";

    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (FirmProblems.Line(Team, 40).Length < 2)
            yield return Problem.Invalid("team", "enterprise.team", "请填写团队或个人名称（2–40 个字）。", "Give a name of 2–40 characters.");
        foreach (var problem in FirmProblems.Text("purpose", Purpose, 2, 300))
            yield return problem;
    }
}

/// <summary>Staff let an application in, with a desk that is kept for a week, or say why not (审核).</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="Reason">Why not, 2 to 200 characters; the applicant reads it.</param>
/// <param name="Desk">Number of the fixed desk; the first free one when left out.</param>
internal sealed record DecideMembership(bool Approve, string? Reason = null, int? Desk = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Membership { get; init; }

    public string? AuditSubject => Membership.ToString();

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in FirmProblems.Text("reason", Reason, Approve ? 0 : 2, 200))
            yield return problem;
    }
}

internal sealed class ApplyForDeskHandler(LinliDb db, DeskBook book, IPersonTraits traits, CurrentCaller current) : IHandler<ApplyForDesk, Guid>, IHandler<DecideMembership, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/desks/{space}/memberships", (string space, ApplyForDesk request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(Access.SignedIn).WithTags("Desks").WithSummary("Apply for a membership 申请入驻");
        api.MapPost("/desks/memberships/{id:guid}/decision", (Guid id, DecideMembership request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Membership = id }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Let an application in, or say why not 审核入驻");
    }

    public async Task<Result<Guid>> Handle(ApplyForDesk request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || current.Value.Account is not { } account || await traits.Of(me, cancel) is not { } own)
            return FirmProblems.PersonUnknown;
        if (own.AgeOn(book.Today) is < DeskRules.LeastAge)
            return FirmProblems.TooYoung;
        await book.Lock(request.Space, cancel);
        // For everybody to apply to.
        if (await db.Unfiltered<DeskPlan>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plan && p.Space == request.Space && p.Open, cancel) is not { } plan)
            return Problem.Invalid("plan", "enterprise.no_plan", "没有这个会员方案，或已停止申请。", "There is no such plan, or nobody applies for it any more.");
        if (await book.NotInUse(plan.Space, cancel) is { } closed)
            return closed;
        if (request.From is { } from && (from < book.Today || from > book.Today.AddDays(60)))
            return Problem.Invalid("from", "enterprise.from_day", "开始日期应在今天到 60 天以内。", "It begins today or within 60 days.");
        if (await book.IsIn(me, request.Space, cancel))
            return Problem.Conflict("enterprise.member_already", "您在这里已有会员或申请。", "You have a membership here, or applied for one.");
        var membership = new Membership
        {
            Id = Guid.CreateVersion7(book.Now), Space = plan.Space, Plan = plan.Id, Kind = plan.Kind, Scope = plan.Scope, Person = me, Account = account, Team = FirmProblems.Line(request.Team, 40),
            Purpose = FirmProblems.Clean(request.Purpose, 300), Wished = request.From ?? book.Today, State = MembershipState.Applied, FeeFen = plan.FeeFen, RoomHours = plan.RoomHours, DeskFen = plan.DeskFen, RoomFen = plan.RoomFen,
            Seats = plan.Seats, At = book.Now,
        };
        db.Insert(membership);
        db.Insert(new TeamMember { Id = Guid.CreateVersion7(book.Now), Membership = membership.Id, Scope = membership.Scope, Person = me, Account = account, At = book.Now });
        return membership.Id;
    }

    public async Task<Result<Done>> Handle(DecideMembership request, CancellationToken cancel)
    {
        if (await db.Scoped<Membership>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Membership, cancel) is not { } known)
            return FirmProblems.NoMembership;
        await book.Lock(known.Space, cancel);
        // Once more under the lock.
        var membership = await db.Unfiltered<Membership>().SingleAsync(m => m.Id == known.Id, cancel);
        if (membership.State != MembershipState.Applied)
            return Problem.Conflict("enterprise.decided", "这份申请已经处理过。", "This application has been decided.");
        if (membership.Person is { } applicant && applicant == current.Value.Person)
            return Problem.Forbidden("enterprise.own_application", "不能审核自己的申请，请同事处理。", "Nobody decides on their own application: ask a colleague.");
        membership.DecidedAt = book.Now;
        if (!request.Approve)
        {
            membership.Reason = FirmProblems.Clean(request.Reason, 200);
            await book.End(membership, MembershipState.Refused, cancel);
            await book.Tell(membership, "refused", ("入驻申请未通过", "Your application was not accepted"), (membership.Reason, membership.Reason), cancel);
            return Done.It;
        }

        if (membership.Kind == PlanKind.Fixed && await Keep(membership, request.Desk, cancel) is { } none)
            return none;
        (membership.State, membership.PayBefore) = (MembershipState.Approved, book.Now + DeskRules.PayWithin);
        await book.Tell(membership, "approved", ("入驻申请已通过", "Your application was accepted"), ("请在 7 天内付款，逾期名额给下一位。", "Pay within 7 days, or the place goes to the next."), cancel);
        return Done.It;
    }

    private async Task<Problem?> Keep(Membership membership, int? number, CancellationToken cancel)
    {
        var free = await db.Unfiltered<FixedDesk>().Where(d => d.Space == membership.Space && d.Membership == null && d.Gone == null && (number == null || d.Number == number)).OrderBy(d => d.Number).FirstOrDefaultAsync(cancel);
        if (free is null)
            return Problem.Conflict("enterprise.no_desk", "没有空着的固定工位了。可以请申请人改选流动工位，或等有人退出。", "No fixed desk is free: offer hot desks, or wait until somebody leaves.");
        (free.Membership, membership.Desk) = (membership.Id, free.Number);
        return null;
    }
}
