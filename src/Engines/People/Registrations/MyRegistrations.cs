using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Registrations;

/// <summary>What the caller asked for and what has become of it, newest first.</summary>
internal sealed record MyRegistrations : IQuery<IReadOnlyList<RegistrationOfMine>>;

/// <summary>A request as the person sees it.</summary>
internal sealed record RegistrationOfMine(
    Guid Id, string Home, HomeRelation Relation, DateTimeOffset At, RegistrationState State, DateTimeOffset? DecidedAt, string? Reason);

internal sealed class MyRegistrationsHandler(LinliDb db, CurrentCaller current)
    : IHandler<MyRegistrations, IReadOnlyList<RegistrationOfMine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/registrations", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyRegistrations(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("My registrations and what has become of them");

    public async Task<Result<IReadOnlyList<RegistrationOfMine>>> Handle(MyRegistrations request, CancellationToken cancel) =>
        await db.Unfiltered<Registration>().Where(r => r.AccountId == current.Value.Account).OrderByDescending(r => r.At).Take(100)
            .Select(r => new RegistrationOfMine(r.Id, r.HomeLabel, r.Relation, r.At, r.State, r.DecidedAt, r.Reason)).ToListAsync(cancel);
}
