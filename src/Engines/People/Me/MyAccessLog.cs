using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Me;

/// <summary>Who looked at the caller's data in full, newest first, at most the last 200 views. Nobody can ask for another's.</summary>
internal sealed record MyAccessLog : IQuery<IReadOnlyList<ViewOfMine>>;

/// <summary>One view.</summary>
/// <param name="Viewer">Name of who looked.</param>
/// <param name="What">What they saw, such as <c>phone</c>.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record ViewOfMine(string Viewer, string What, string Reason, DateTimeOffset At);

internal sealed class MyAccessLogHandler(LinliDb db, CurrentCaller current) : IHandler<MyAccessLog, IReadOnlyList<ViewOfMine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/access-log", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyAccessLog(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Who looked at my data, when and why");

    public async Task<Result<IReadOnlyList<ViewOfMine>>> Handle(MyAccessLog request, CancellationToken cancel) =>
        await db.Records<View>().Where(v => v.PersonId == current.Value.Person
                // Whoever came in by a phone of the register is not shown its person's data before they have claimed them.
                && !db.Records<Account>().Any(a => a.Id == current.Value.Account && a.ClaimPending)).OrderByDescending(v => v.At).Take(200)
            .Select(v => new ViewOfMine(v.ViewerName, v.What, v.Reason, v.At)).ToListAsync(cancel);
}
