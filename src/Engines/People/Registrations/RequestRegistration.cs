using Linli.People.Accounts;
using Linli.People.Me;
using Linli.People.Register.Invite;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Registrations;

/// <summary>Asks to be verified as a resident of a home (S03, S06).</summary>
/// <param name="Home">Id of the home, or its full label such as 和二-7-502.</param>
/// <param name="Relation">owner, tenant or family.</param>
/// <param name="Name">Full name, 2–40 characters.</param>
/// <param name="LeaseEnd">Last day of the lease; compulsory for tenants, from today on, at most 20 years ahead.</param>
/// <param name="Note">Anything the reviewer should know, at most 500 characters.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
/// <param name="Code">Code of a household's invitation, which says home and relation; both may be left out then.</param>
/// <param name="Share">The share an owner claims, <c>1/2</c> or <c>50%</c>.</param>
internal sealed record RequestRegistration(
    string? Home, HomeRelation? Relation, string? Name, DateOnly? LeaseEnd = null, string? Note = null, string? IdempotencyKey = null,
    string? Code = null, string? Share = null)
    : ICommand<RegistrationMade>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        var invited = !string.IsNullOrWhiteSpace(Code);
        if (!invited && (string.IsNullOrWhiteSpace(Home) || Home.Length > 100))
            yield return Problem.Invalid("home", "home_missing", "请选择房屋。", "Choose your home.");
        if (!invited && Relation is null)
            yield return Problem.Invalid("relation", "relation_missing", "请选择与房屋的关系。", "Say how you are tied to the home.");
        if (PersonNames.Check(Name) is { } name)
            yield return name;
        if (Relation == HomeRelation.Tenant && LeaseEnd is null)
            yield return Problem.Invalid("leaseEnd", "lease_end_missing", "租户请填写租期截止日。", "Tenants give the last day of their lease.");
        if (Relation is HomeRelation.Owner or HomeRelation.Family && LeaseEnd is not null)
            yield return Problem.Invalid("leaseEnd", "lease_end_unneeded", "只有租户需要填写租期。", "Only tenants give a lease.");
        if (!string.IsNullOrWhiteSpace(Share) && (Relation != HomeRelation.Owner || Register.Rules.Share.Parse(Share) is null))
            yield return Register.Rules.Share.Wrong;
        if (Note?.Length > 500)
            yield return Problem.Invalid("note", "note_too_long", "备注不超过 500 个字。", "A note has at most 500 characters.");
    }
}

/// <summary>The request as it was taken in.</summary>
internal sealed record RegistrationMade(Guid Id, string HomeLabel, RegistrationState State, DateTimeOffset At);

internal sealed class RequestRegistrationHandler(LinliDb db, CurrentCaller current, IHomes homes, Invitations invitations, Outbox outbox, TimeProvider time)
    : IHandler<RequestRegistration, RegistrationMade>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/registrations", (RequestRegistration request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, r => $"{Edge.Api}/registrations/{r.Id}", cancel))
            .Needs(Access.SignedIn).WithTags("registrations").WithSummary("Ask to be verified as a resident of a home");

    public async Task<Result<RegistrationMade>> Handle(RequestRegistration request, CancellationToken cancel)
    {
        if (!await db.Records<Account>().AnyAsync(a => a.Id == current.Value.Account, cancel))
            return Problem.Forbidden("machines_do_not_live_here", "接口密钥不能注册为居民。", "A machine cannot register as a resident.");
        var invitation = string.IsNullOrWhiteSpace(request.Code) ? null : await invitations.Find(request.Code, cancel);
        if (invitation is null && !string.IsNullOrWhiteSpace(request.Code))
            return Invitations.NotOpen;
        var relation = invitation?.Relation ?? request.Relation!.Value;
        if (relation == HomeRelation.Tenant && request.LeaseEnd is null)
            return Problem.Invalid("leaseEnd", "lease_end_missing", "租户请填写租期截止日。", "Tenants give the last day of their lease.");
        var home = await HomeOf(request, invitation, cancel);
        if (home is null)
            return Problem.Invalid("home", "home_unknown", "没有找到这套房屋，请核对楼栋和门牌。", "This home was not found: check the building and the door.");
        var now = Clock.Now(time);
        if (Leases.Check(request.LeaseEnd, LocalTime.DateOf(now)) is { } lease)
            return lease;
        if (await Standing(home.Id.Value, now, cancel) is { } standing)
            return standing;

        var registration = new Registration
        {
            Id = Guid.CreateVersion7(now),
            AccountId = current.Value.Account!.Value,
            HomeId = home.Id.Value,
            HomeLabel = home.Label,
            Scope = home.Building.Value,
            Relation = relation,
            Name = request.Name!.Trim(),
            LeaseEnd = relation == HomeRelation.Tenant ? request.LeaseEnd : null,
            ShareNumerator = Register.Rules.Share.Parse(request.Share)?.Numerator,
            ShareDenominator = Register.Rules.Share.Parse(request.Share)?.Denominator,
            InvitationId = invitation?.Id,
            InvitedBy = invitation?.InviterAccount,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
            At = now,
        };
        db.Insert(registration);
        if (invitation is not null && await invitations.Use(invitation, registration, cancel) is { } refused)
            return refused;
        outbox.Add(registration.State == RegistrationState.Open
            ? new RegistrationRequested(registration.Id, home.Building)
            : new RegistrationDecided(registration.Id, registration.AccountId, home.Building, true));
        return new RegistrationMade(registration.Id, registration.HomeLabel, registration.State, registration.At);
    }

    private async Task<Home?> HomeOf(RequestRegistration request, HomeInvitation? invitation, CancellationToken cancel) =>
        invitation is not null ? await homes.Find(new(invitation.HomeId), cancel)
        : Guid.TryParse(request.Home, out var id) ? await homes.Find(new(id), cancel)
        : await homes.FindLabel(request.Home!.Trim(), cancel);

    private async Task<Problem?> Standing(Guid home, DateTimeOffset now, CancellationToken cancel)
    {
        var account = current.Value.Account;
        if (await db.Unfiltered<Registration>().AnyAsync(r => r.AccountId == account && r.HomeId == home && r.State == RegistrationState.Open, cancel))
            return Problem.Conflict("registration_open", "您已提交过这套房屋的申请，正在审核。", "You have asked for this home already: it is being reviewed.");
        if (await db.Unfiltered<HomeTie>().AnyAsync(t => t.AccountId == account && t.HomeId == home && (t.To == null || t.To > now), cancel))
            return Problem.Conflict("registration_verified", "您已是这套房屋的认证住户。", "You are a verified resident of this home already.");
        return null;
    }
}

/// <summary>What a lease may be.</summary>
internal static class Leases
{
    /// <summary>The longest lease the Civil Code (art. 705) knows.</summary>
    private const int MostYears = 20;

    public static Problem? Check(DateOnly? end, DateOnly today) =>
        end is null || (end >= today && end <= today.AddYears(MostYears))
            ? null
            : Problem.Invalid("leaseEnd", "lease_end_range", "租期截止日应在今天之后、20 年之内。", "A lease ends today or later, within 20 years.");
}
