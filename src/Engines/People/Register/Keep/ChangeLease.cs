using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
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

namespace Linli.People.Register.Keep;

/// <summary>Changes the end of a lease; the tenant's post ends with it.</summary>
/// <param name="LeaseEnd">Last day, from today on, at most 20 years ahead.</param>
internal sealed record ChangeLease(DateOnly? LeaseEnd) : ICommand<Done>, IAudited
{
    /// <summary>The tenant's tie.</summary>
    [JsonIgnore]
    public Guid Tie { get; init; }

    public string? AuditSubject => Tie.ToString();
}

internal sealed class ChangeLeaseHandler(LinliDb db, TieFinder finder, CallerDirectory directory, Outbox outbox, TimeProvider time)
    : IHandler<ChangeLease, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/ties/{tie:guid}/lease", (Guid tie, ChangeLease request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Tie = tie }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Change the end of a lease 变更租期");

    public async Task<Result<Done>> Handle(ChangeLease request, CancellationToken cancel)
    {
        var found = await finder.Running(request.Tie, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var tie = found.Value;
        if (tie.Relation != HomeRelation.Tenant)
            return Problem.Conflict("register.no_tenant", "只有租户有租期。", "Only tenants have a lease.");
        if (TieRules.Lease(tie.Relation, request.LeaseEnd, LocalTime.DateOf(tie.From), LocalTime.Today(time)) is { } wrong)
            return wrong;
        var to = LocalTime.EndOfDay(request.LeaseEnd!.Value);
        tie.To = to;
        foreach (var post in await db.Unfiltered<PostHeld>().Where(p => p.TieId == tie.Id).ToListAsync(cancel))
            post.To = to;
        if (tie.AccountId is { } account)
            db.AfterCommit(() => directory.Forget(account));
        outbox.Add(RegisterChanged.At(tie));
        return Done.It;
    }
}
