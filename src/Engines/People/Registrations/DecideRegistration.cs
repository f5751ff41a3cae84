using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Registrations;

/// <summary>Decides a registration.</summary>
/// <param name="Id">The request.</param>
/// <param name="Approve">Approve or reject.</param>
/// <param name="Reason">Compulsory when rejecting, at most 500 characters: the resident reads it.</param>
internal sealed record DecideRegistration(Guid Id, bool Approve, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Approve && Reason?.Trim() is not { Length: >= 2 and <= 500 })
            yield return Problem.Invalid("reason", "reason_missing",
                "请写明不通过的原因（2–500 个字），居民会看到。", "Say why it is rejected (2–500 characters): the resident will read it.");
    }
}

/// <summary>Why a registration is rejected.</summary>
/// <param name="Reason">What the resident reads.</param>
internal sealed record Rejection(string? Reason);

internal sealed class DecideRegistrationHandler(
    LinliDb db, CurrentCaller current, IHomes homes, IScopeTree tree, RegisterEntry entry, Outbox outbox, CallerDirectory directory, TimeProvider time)
    : IHandler<DecideRegistration, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/registrations/{id:guid}/approve", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new DecideRegistration(id, true, null), cancel))
            .Needs(PeoplePermissions.Review).WithTags("registrations").WithSummary("Approve a registration");
        api.MapPost("/registrations/{id:guid}/reject", (Guid id, Rejection body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new DecideRegistration(id, false, body.Reason), cancel))
            .Needs(PeoplePermissions.Review).WithTags("registrations").WithSummary("Reject a registration with a reason");
    }

    public async Task<Result<Done>> Handle(DecideRegistration request, CancellationToken cancel)
    {
        var registration = await db.Scoped<Registration>(current.Value.ScopesFor(PeoplePermissions.Review))
            .SingleOrDefaultAsync(r => r.Id == request.Id, cancel);
        if (registration is null)
            return Problem.NotFound("registration_not_found", "没有找到这项申请。", "This registration was not found.");
        if (registration.State != RegistrationState.Open)
            return Problem.Conflict("registration_decided", "这项申请已经处理过了。", "This registration was decided already.");
        if (await db.Records<Account>().AnyAsync(a => a.Id == registration.AccountId && a.PersonId == current.Value.NamedPerson, cancel))
            return Problem.Forbidden("own_registration", "不能审核自己的申请。", "Nobody decides their own registration.");

        var now = Clock.Now(time);
        registration.State = request.Approve ? RegistrationState.Approved : RegistrationState.Rejected;
        registration.DecidedBy = current.Value.Account;
        registration.DecidedAt = now;
        registration.Reason = request.Approve ? null : request.Reason!.Trim();
        if (request.Approve && await MoveIn(registration, now, cancel) is { } problem)
            return problem;
        outbox.Add(new RegistrationDecided(registration.Id, registration.AccountId, ScopePath.Parse(registration.Scope, null), request.Approve));
        db.AfterCommit(() => directory.Forget(registration.AccountId));
        return Done.It;
    }

    private async Task<Problem?> MoveIn(Registration registration, DateTimeOffset now, CancellationToken cancel)
    {
        if (await homes.Find(new(registration.HomeId), cancel) is not { } home || tree.CommunityOf(home.Building) is null)
            return Problem.Conflict("home_gone", "这套房屋已不在名册中，请先核对房屋资料。", "This home is no longer listed: check the list of homes first.");
        var account = await db.Records<Account>().Include(a => a.Person).SingleAsync(a => a.Id == registration.AccountId, cancel);
        return await entry.Enter(account, home, registration, now, cancel);
    }
}

/// <summary>What being a verified resident consists of: the tie to the home, and the post at its community for as long.</summary>
internal static class Residency
{
    public static HomeTie Tie(Account account, Home home, HomeRelation relation, DateTimeOffset from, DateTimeOffset? to) => new()
    {
        Id = Guid.CreateVersion7(from),
        PersonId = account.PersonId,
        AccountId = account.Id,
        HomeId = home.Id.Value,
        HomeLabel = home.Label,
        Relation = relation,
        Scope = home.Building.Value,
        Grid = home.Grid?.Value,
        From = from,
        To = to,
    };

    /// <param name="tie">What it comes from.</param>
    /// <param name="community">Where it is held.</param>
    /// <param name="grantedBy">The account that granted it.</param>
    /// <param name="from">When it begins, where the tie is older than the account; with the tie when left out.</param>
    public static PostHeld Post(HomeTie tie, ScopePath community, Guid? grantedBy, DateTimeOffset? from = null) => new()
    {
        Id = Guid.CreateVersion7(from ?? tie.From),
        AccountId = tie.AccountId ?? throw new InvalidOperationException("Only people with an account hold posts."),
        Post = Posts.Resident,
        Scope = community.Value,
        From = from ?? tie.From,
        To = tie.To,
        TieId = tie.Id,
        GrantedBy = grantedBy,
    };
}
